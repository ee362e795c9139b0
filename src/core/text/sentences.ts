// A dot after these does not end a sentence.
const titles = new Set(
  (
    'mr mrs ms messrs dr prof gen col lt maj capt sgt cpl pfc adm cmdr brig sen rep reps sens gov hon pres rev fr st ste mt ft no nos vs ' +
    'p pp cf art arts sec para natl intl govt ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun fig vol approx est dept univ ' +
    'ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo'
  ).split(' '),
)
// After these a sentence may end; it does if the next word commonly begins one.
const either = /^(?:(?:\p{L}\.)+\p{L}?|inc|corp|co|ltd|etc|jr|sr|al|plc|bros)$/iu
const openers = new Set(
  (
    'the a an this that these those he she it they we i you his her its their our in on at by for from with after before when while ' +
    'as if but and yet so there here what who how why now last both some many most more all one no nor since under according however meanwhile'
  ).split(' '),
)
// Matches only from the first mark of a run, to stay linear. Letters without case (Hebrew, Arabic, Han …) begin sentences too; 。 ends one
// without a space.
const end =
  /(?<![.!?…؟۔।])[.!?…؟۔।]+[\u202F"'”’“»›)\]]*\s+(?=["'“‘„‚«‹([]?[\p{Lu}\p{Lo}\p{N}])|[。！？]+[”’」』）]*/gu
const wordBefore = /(?<=([\p{L}\p{N}.]*))/uy
const wordAfter = /["'“‘([]*(\p{L}+)/uy
const uncased = /["'“‘„«([]?(\p{Lo})/uy

/** The first group of a sticky expression at a position of a text. */
function foundAt(expression: RegExp, text: string, at: number): string {
  expression.lastIndex = at
  return expression.exec(text)?.[1] ?? ''
}

function endsHere(text: string, { index, 0: mark }: RegExpExecArray): boolean {
  if (!mark.startsWith('.') || mark.startsWith('..')) return true
  if (foundAt(uncased, text, index + mark.length) !== '') return true
  const word = foundAt(wordBefore, text, index).replace(/^\.+/, '')
  if (titles.has(word.toLowerCase())) return false
  // "Robert M. Gates"
  if (/^\p{Lu}$/u.test(word)) return false
  if (!either.test(word)) return true
  return openers.has(foundAt(wordAfter, text, index + mark.length).toLowerCase())
}

/** Splits plain text into sentences; the dots of "U.N.", "Gen." and "5 p.m. Monday" don't end one. */
export function sentences(text: string): string[] {
  const found: string[] = []
  let from = 0
  for (const match of text.matchAll(end)) {
    if (!endsHere(text, match)) continue
    const upTo = match.index + match[0].length
    found.push(text.slice(from, upTo).trim())
    from = upTo
  }
  const last = text.slice(from).trim()
  return last === '' ? found : [...found, last]
}
