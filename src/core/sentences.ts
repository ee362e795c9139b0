// A dot after these ends no sentence.
const titles = new Set(
  (
    'mr mrs ms messrs dr prof gen col lt maj capt sgt cpl pfc adm cmdr brig sen rep reps sens gov hon pres rev fr st ste mt ft no nos vs ' +
    'p pp cf art arts sec para natl intl govt ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun fig vol approx est dept univ ' +
    'ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo'
  ).split(' '),
)
// After these a sentence may end; it does where the next word commonly opens one.
const either = /^(?:(?:\p{L}\.)+\p{L}?|inc|corp|co|ltd|etc|jr|sr|al|plc|bros)$/iu
const openers = new Set(
  (
    'the a an this that these those he she it they we i you his her its their our in on at by for from with after before when while ' +
    'as if but and yet so there here what who how why now last both some many most more all one no nor since under according however meanwhile'
  ).split(' '),
)
// Letters without case (Hebrew, Arabic, Han …) open sentences too; 。 ends one without a blank.
const end = /[.!?…؟۔।]+[\u202F"'”’“»›)\]]*\s+(?=["'“‘„‚«‹([]?[\p{Lu}\p{Lo}\p{N}])|[。！？]+[”’」』）]*/gu

function lastWord(text: string): string {
  return (/[\p{L}\p{N}.]+$/u.exec(text)?.[0] ?? '').replace(/^\.+/, '')
}

function endsHere(before: string, mark: string, rest: string): boolean {
  if (!mark.startsWith('.') || mark.startsWith('..')) return true
  if (/^["'“‘„«([]?\p{Lo}/u.test(rest)) return true
  const word = lastWord(before)
  if (titles.has(word.toLowerCase())) return false
  // "Robert M. Gates"
  if (/^\p{Lu}$/u.test(word)) return false
  if (!either.test(word)) return true
  return openers.has((/^["'“‘([]*(\p{L}+)/u.exec(rest)?.[1] ?? '').toLowerCase())
}

/** Cuts plain text into sentences; dots of "U.N.", "Gen." and "5 p.m. Monday" cut nothing. */
export function sentences(text: string): string[] {
  const found: string[] = []
  let from = 0
  for (const match of text.matchAll(end)) {
    const upTo = match.index + match[0].length
    if (!endsHere(text.slice(from, match.index), match[0], text.slice(upTo))) continue
    found.push(text.slice(from, upTo).trim())
    from = upTo
  }
  const last = text.slice(from).trim()
  return last === '' ? found : [...found, last]
}
