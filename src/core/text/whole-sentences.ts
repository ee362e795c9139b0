import { sentences } from './sentences.ts'

/** Shortens texts at the end of a sentence or a clause, never with an ellipsis. */

// A source's mark that its text is cut off, and the invitation that may follow it or appear alone.
const sign = String.raw`(?:\[\s*(?:…|\.{3,}|\+\d+ chars)\s*\]|\(\s*(?:…|\.{3,})\s*\)|…|\.{3,})`
const invitation = String.raw`[[(<]?\s*(?:read|see|view|continue|keep|click|tap|more|full|weiterlesen|mehr|lire|leer|leggi|читать|קרא|קראו|المزيد)(?!\p{L})[^.!?\n]{0,60}[\])>]?\s*(?:…|\.{3,}|»|›|→|>+)?`
const cutOff = new RegExp(String.raw`\s*${sign}\s*(?:${invitation})?\s*$`, 'iu')
const invited = new RegExp(
  String.raw`\s+(?:\[|\()?(?:read more|continue reading|keep reading|read on|read the (?:full|rest)[^.!?\n]{0,40}|more)\s*(?:\]|\)|…|\.{3,}|»|›|→|>+)+\s*$`,
  'iu',
)
const finished = /[.!?。！？؟۔।]["'”’“»›)\]]*$/u
const punctuated = String.raw`[,;:،؛](?=\s)|[、，；：]|\s[–—-](?=\s)`
const clausePunctuation = new RegExp(punctuated, 'gu')
const clauseEnd = new RegExp(
  String.raw`${punctuated}|\s(?=(?:after|although|amid|because|before|despite|though|unless|until|when|whereas|which|while)\s)`,
  'gu',
)
// Shorter clauses are meaningless: "On Monday".
const shortestClause = 25

const clauseEnds = (text: string, end = clauseEnd): number[] =>
  [...text.matchAll(end)].map(({ index }) => index).filter((at) => at >= shortestClause)

const upTo = (text: string, at: number): string => text.slice(0, at).replace(/[\s,;:–—-]+$/u, '')

/** Cuts a text after its last clause that ends in punctuation, otherwise before a conjunction; null if there is only one clause. */
function lastClause(text: string): string | null {
  const at = clauseEnds(text, clausePunctuation).at(-1) ?? clauseEnds(text).at(-1)
  return at === undefined ? null : upTo(text, at)
}

/** The text before a source's mark that more would follow; null if there is none. */
function beforeCutOff(text: string): string | null {
  // Only the end is searched, because searching it all would take quadratic time.
  const from = Math.max(0, text.length - 200)
  const [head, tail] = [text.slice(0, from), text.slice(from)]
  const plain = tail.replace(invited, '')
  const match = cutOff.exec(plain)
  if (match) return head + plain.slice(0, match.index)
  return plain === tail ? null : head + plain
}

/** True for a text that ends in mid-sentence: with a mark that more would follow, or without the end of a sentence. */
export function isCutOff(text: string): boolean {
  const whole = text.trimEnd()
  return whole !== '' && (beforeCutOff(whole) !== null || !finished.test(whole))
}

/**
 * A text that its source cut off, shortened to its last whole sentence, otherwise clause; empty if it has neither. Other texts are
 * unchanged.
 */
export function withoutCutOff(text: string): string {
  const before = beforeCutOff(text.trimEnd())
  if (before === null) return text
  const all = sentences(before)
  const last = all.at(-1) ?? ''
  if (finished.test(last)) return before.trim()
  if (all.length > 1) return all.slice(0, -1).join(' ')
  const clause = lastClause(last)
  return clause === null ? '' : `${clause}.`
}

/** A headline without its source's ellipsis, shortened to its last clause if there are several. */
export function wholeHeadline(text: string): string {
  const before = beforeCutOff(text)
  if (before === null || before.trim() === '') return text
  return lastClause(before) ?? before.trim()
}

/** Whole sentences from the beginning of a text, as many as fit into `max` characters, but at least the first. */
export function sentencesWithin(text: string, max: number): string {
  let within = ''
  for (const sentence of sentences(text)) {
    const longer = within === '' ? sentence : `${within} ${sentence}`
    if (within !== '' && longer.length > max) break
    within = longer
  }
  return within
}

function clausesThatFit(text: string, fits: (text: string) => boolean): string | null {
  for (const at of clauseEnds(text).toReversed()) {
    const shorter = upTo(text, at)
    if (fits(shorter)) return shorter
  }
  return null
}

/** The most words that fit, for a text of one clause; its first letters if it is one word. */
function wordsThatFit(text: string, fits: (text: string) => boolean): string {
  const ends = [...text.matchAll(/\s+/g)].map(({ index }) => index)
  if (!fits(text.slice(0, ends[0]))) {
    const letters = Array.from(text.slice(0, ends[0]).slice(0, 1000))
    return letters
      .slice(
        0,
        most(letters.length, (count) => fits(letters.slice(0, count).join(''))),
      )
      .join('')
  }
  return text.slice(0, ends[most(ends.length, (count) => fits(text.slice(0, ends[count - 1]))) - 1])
}

/** The greatest count for which a condition holds that holds for all smaller ones. */
function most(count: number, holds: (count: number) => boolean): number {
  let [low, high] = [0, count]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** As much of a text as `fits`: sentences, otherwise clauses; words only if its first clause is already too long. */
export function fitted(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text
  let within = ''
  for (const sentence of sentences(text)) {
    const longer = within === '' ? sentence : `${within} ${sentence}`
    if (!fits(longer)) break
    within = longer
  }
  return within || (clausesThatFit(text, fits) ?? wordsThatFit(text, fits))
}
