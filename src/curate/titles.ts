import { tokens } from './tokens.ts'

/** Words too common to tell one story from another. */
export const commonWords: ReadonlySet<string> = new Set(
  (
    'a an the and or but if of in on at to for from by with without as into over under about after before ' +
    'is are was were be been being has have had do does did will would can could may might must should not no ' +
    'it its this that these those he she his her they their them we our you your i who whom which what when where why how ' +
    'said say saying tell told new more most than then also there here out up down off amid against between during while ' +
    'one two three all some any other such via per so s t'
  ).split(' '),
)

const kickers =
  /^(?:update ?\d*|breaking(?: news)?|exclusive|corrected|correction|refile|wrapup ?\d*|video|watch|live|analysis|news analysis|urgent)\s*[-:–—|]\s*/i
const sourceTail = /\s+[|–—-]\s+[^|–—-]{2,30}$/u

/**
 * A headline as it is compared: words folded, without kicker ("UPDATE 2-") and without the source's
 * name at its end where one is given.
 */
export function normalTitle(headline: string, sourceName = ''): string {
  let text = headline.trim().replace(kickers, '')
  const tail = sourceTail.exec(text)?.[0]
  if (tail && sourceName && tail.toLowerCase().includes(sourceName.toLowerCase()))
    text = text.slice(0, -tail.length)
  return tokens(text)
    .map((token) => token.key)
    .join(' ')
}

/** Words of a normal title that say something: a headline of fewer than four may be a column's name. */
export function tellingWords(title: string): number {
  return title.split(' ').filter((word) => word.length > 1 && !commonWords.has(word) && !/^\d+$/.test(word))
    .length
}

const serial =
  /(?:\b(?:advisory|bulletin|notice|circular|part|issue|vol(?:ume)?|episode|chapter|day|week|no\.?|number)\s+|#\s*)(\d[\d./-]*)/i

/** The number of a piece of a series ("Advisory 12"); null where a headline has none. Pieces of other numbers are other stories. */
export function serialNumber(headline: string): string | null {
  return serial.exec(headline)?.[1] ?? null
}

/** True for headlines that give most words a capital, so that capitals tell no names. */
export function isTitled(text: string): boolean {
  const long = text.match(/\p{L}{4,}/gu) ?? []
  return long.filter((word) => /^\p{Lu}/u.test(word)).length > long.length * 0.7
}
