import { normalized } from '../text/text.ts'

/** A text without accents. */
export const withoutAccents = (text: string): string => normalized(text, 'NFD').replace(/\p{M}/gu, '')

/** A reply in lower case, without accents and without what may contain any word: addresses, links, host names. */
export function bare(reply: string): string {
  return withoutAccents(reply)
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll('...', ' ')
    .split(/[\s<>()[\]"]+/)
    .filter((word) => !/@|:\/\/|^(?:[\w-]{1,63}\.){2}[\w.-]*[a-z]/.test(word))
    .join(' ')
}
