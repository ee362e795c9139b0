import { tokens, type Token } from '../topics/tokens.ts'

/** Words too common to distinguish stories. */
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
// Only from the first space of a run, to stay linear.
const sourceTail = /(?<!\s)\s+[|–—-]\s+[^|–—-]{2,30}$/u

/** A headline normalised for comparison: folded words, without kicker ("UPDATE 2-") and, if given, without the source's name at its end. */
export function normalTitle(headline: string, sourceName = ''): string {
  let text = headline.trim().replace(kickers, '')
  const tail = sourceTail.exec(text)?.[0]
  if (tail && sourceName && tail.toLowerCase().includes(sourceName.toLowerCase()))
    text = text.slice(0, -tail.length)
  return tokens(text)
    .map((token) => token.form.key)
    .join(' ')
}

/** The number of significant words in a normalised title; a headline with fewer than four may be a column's name. */
export function significantWords(title: string): number {
  return title.split(' ').filter((word) => word.length > 1 && !commonWords.has(word) && !/^\d+$/.test(word))
    .length
}

const serial =
  /(?:\b(?:advisory|bulletin|notice|circular|part|issue|vol(?:ume)?|episode|chapter|day|week|no\.?|number)\s+|#\s*)(\d[\d./-]*)/i

/** The number of a piece in a series ("Advisory 12"); null if a headline has none. Pieces with other numbers are different stories. */
export function serialNumber(headline: string): string | null {
  return serial.exec(headline)?.[1] ?? null
}

const roundUps =
  /^(?:the |our |this )?(?:(?:day|week|weekend|month|year)(?:['’]s (?:news|events))? in (?:review|brief|pictures|photos|numbers|quotes)|(?:daily|weekly|monthly|weekend|morning|evening|news) (?:round-?up|digest|briefing|summary|wrap(?:-?up)?)|news in brief|in brief|today in history|(?:die |der )?(?:woche|tag|monat|jahr)(?:es)? im (?:r[uü]ckblick|[uü]berblick)|(?:wochen|tages|jahres|monats)(?:r[uü]ckblick|[uü]berblick))(?![\p{L}\p{N}])/iu

/** The words by which a headline is recognised as a summary of other news; null if it is not. */
export function roundUp(headline: string): string | null {
  return roundUps.exec(headline.trim().replace(kickers, ''))?.[0] ?? null
}

const ofLong = 4
const mostlyCapital = 0.7
const [asciiEnd, smallFrom, smallUntil, smallOffset] = [128, 97, 122, 32]

/** As `isTitled`, for any letters. */
function isTitledByLetters(text: string): boolean {
  const long = text.match(/\p{L}{4,}/gu) ?? []
  return long.filter((word) => /^\p{Lu}/u.test(word)).length > long.length * mostlyCapital
}

/** True for headlines that capitalise most words, so that capitals don't mark names. */
export function isTitled(text: string): boolean {
  let [long, capital, letters, first] = [0, 0, 0, 0]
  // Most texts are ASCII and need no regular expression.
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : 0
    if (code >= asciiEnd) return isTitledByLetters(text)
    const small = code | smallOffset
    if (small >= smallFrom && small <= smallUntil) {
      if (letters++ === 0) first = code
      continue
    }
    if (letters >= ofLong) {
      long += 1
      if (first < smallFrom) capital += 1
    }
    letters = 0
  }
  return capital > long * mostlyCapital
}

const numberWords = new Set(
  'one two three four five six seven eight nine ten eleven twelve dozen dozens scores hundred hundreds'.split(
    ' ',
  ),
)

export const isNumber = (key: string): boolean => /^\d/.test(key) || numberWords.has(key)

const leastForm = 3
const mostOwn = 3
const formShare = 0.55

/**
 * True for two headlines, of `a` and `b` words with `shared` in common, that follow one template and differ within it: each has at least
 * one word of its own, but few. Example: "Two killed in the north" and "Four killed in the north".
 */
export function areVariants(a: number, b: number, shared: number): boolean {
  const [own, other] = [a - shared, b - shared]
  if (shared < leastForm || own === 0 || other === 0 || Math.max(own, other) > mostOwn) return false
  // In a template one word replaces another; many more words on one side are a longer report of the same.
  if (Math.abs(own - other) > 1) return false
  return shared / Math.max(a, b) >= formShare
}

const spoken = (
  'welcome hail praise applaud regret lament condemn denounce deplore reject dismiss deny decry slam blast criticise ' +
  'criticize protest respond react rebuke scorn'
).split(' ')
const reactions = new Set([
  ...spoken.flatMap((word) => [word, `${word}s`, `${word}es`, `${word}ed`, `${word}d`]),
  'denies',
  'denied',
  'decries',
  'decried',
  'slammed',
])

/** True for headlines about a reaction to an event, which is news of its own. */
export function isReaction(headline: readonly Token[]): boolean {
  return headline.some(({ form }) => reactions.has(form.raw.toLowerCase()))
}

const goingOn = new Set(
  'toll tolls rise rises rose risen climb climbs climbed update updates confirms confirmed now latest'.split(
    ' ',
  ),
)

/** True for headlines about the further course of a known event. */
export function isFollowUp(headline: readonly Token[]): boolean {
  return headline.some(({ form }) => goingOn.has(form.raw.toLowerCase()))
}
