import { sentences } from './sentences.ts'

/** Texts made shorter where a reader does not stumble: at the end of a sentence or a clause, never with an ellipsis. */

// A source's sign that it cut its text off, and the invitation that may follow or stand alone.
const sign = String.raw`(?:\[\s*(?:…|\.{3,}|\+\d+ chars)\s*\]|\(\s*(?:…|\.{3,})\s*\)|…|\.{3,})`
const invitation = String.raw`[[(<]?\s*(?:read|see|view|continue|keep|click|tap|more|full|weiterlesen|mehr|lire|leer|leggi|читать|קרא|קראו|المزيد)(?!\p{L})[^.!?\n]{0,60}[\])>]?\s*(?:…|\.{3,}|»|›|→|>+)?`
const cutOff = new RegExp(String.raw`\s*${sign}\s*(?:${invitation})?\s*$`, 'iu')
const invited = new RegExp(
  String.raw`\s+(?:\[|\()?(?:read more|continue reading|keep reading|read on|read the (?:full|rest)[^.!?\n]{0,40}|more)\s*(?:\]|\)|…|\.{3,}|»|›|→|>+)+\s*$`,
  'iu',
)
const finished = /[.!?。！？؟۔।]["'”’“»›)\]]*$/u
const clauseEnd =
  /[,;:،؛](?=\s)|[、，；：]|\s[–—-](?=\s)|\s(?=(?:after|although|amid|because|before|despite|though|unless|until|when|whereas|which|while)\s)/gu
// Less than that says nothing: "On Monday".
const shortestClause = 25

/** Where clauses of a text end, best last. */
function clauseEnds(text: string): number[] {
  return [...text.matchAll(clauseEnd)].map(({ index }) => index).filter((at) => at >= shortestClause)
}

function lastClause(text: string): string | null {
  const at = clauseEnds(text).at(-1)
  return at === undefined ? null : text.slice(0, at).replace(/[\s,;:–—-]+$/u, '')
}

/** The text before a source's sign that more would follow; null where it has no such sign. */
function beforeCutOff(text: string): string | null {
  // The sign stands at the end: a look at the rest would take its square of time.
  const from = Math.max(0, text.length - 200)
  const [head, tail] = [text.slice(0, from), text.slice(from)]
  const plain = tail.replace(invited, '')
  const match = cutOff.exec(plain)
  if (match) return head + plain.slice(0, match.index)
  return plain === tail ? null : head + plain
}

/** A text that its source cut off, back to its last whole sentence, else clause; empty where it has neither. Others stay. */
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

/** A headline without its source's ellipsis: back to its last clause where it has one. */
export function wholeHeadline(text: string): string {
  const before = beforeCutOff(text)
  if (before === null || before.trim() === '') return text
  return lastClause(before) ?? before.trim()
}

/** Whole sentences from the beginning of a text, as many as `max` characters hold; the first at least. */
export function sentencesWithin(text: string, max: number): string {
  let within = ''
  for (const sentence of sentences(text)) {
    const longer = within === '' ? sentence : `${within} ${sentence}`
    if (within !== '' && longer.length > max) break
    within = longer
  }
  return within
}

/** The most of a text, by sentences and clauses, that `fits`; null where not even its first clause does. */
export function clausesThatFit(text: string, fits: (text: string) => boolean): string | null {
  if (fits(text)) return text
  const ends = clauseEnds(text)
  for (const at of ends.reverse()) {
    const shorter = text.slice(0, at).replace(/[\s,;:–—-]+$/u, '')
    if (fits(shorter)) return shorter
  }
  return null
}
