import { commonWords, isTitled } from './titles.ts'
import { tollOf } from './toll.ts'
import { tokens } from '../topics/tokens.ts'

const numbers = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, number) => [word, String(number)]),
)
const noFacts = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august ' +
    'september october november december mr mrs ms dr'
  ).split(' '),
)
/** Weight of a fact in the headline, because it is why the account was written. */
const inHeadline = 2
const enough = 2
/** From this share of new words, an account reports another stage, with or without facts. */
const mostlyNew = 0.6
const leastWords = 8
/** From this many hours on, new words in a headline are more likely another stage or event than a late report. */
const muchLater = 24
const newInHeadline = 2
/** Letters that two forms of a word must share: "launched", "launches". */
const letters = 5

const keyOf = (key: string): string => numbers.get(key) ?? key

function keysOf(text: string): Set<string> {
  return new Set(tokens(text).map(({ form }) => keyOf(form.key)))
}

/** Numbers and names in a text, as written, that another text lacks. */
export function newFacts(text: string, before: string): string[] {
  const known = keysOf(before)
  const titled = isTitled(text)
  const facts = tokens(text).filter(({ form: { key, capital }, joined }) => {
    const isNumber = /^\d/.test(keyOf(key)) && key !== 'one'
    const isName =
      capital && joined && !titled && key.length > 2 && !noFacts.has(key) && !commonWords.has(key)
    return (isNumber || isName) && !known.has(keyOf(key))
  })
  return [...new Map(facts.map(({ form }) => [keyOf(form.key), form.raw])).values()]
}

/** Significant words of a headline that readers were not shown in any form. */
function newWords(headline: string, before: string): string[] {
  const known = new Set([...keysOf(before)].map((key) => key.slice(0, letters)))
  const significant = tokens(headline).filter(
    ({ form: { key } }) =>
      key.length > 2 && !commonWords.has(key) && !known.has(keyOf(key).slice(0, letters)),
  )
  return [...new Map(significant.map(({ form }) => [form.key, form.raw])).values()]
}

/**
 * What an account adds to what readers were shown, in its own words; empty if nothing. `hoursLater` is its publication time after that of
 * the newest account carried. New are two numbers or names, or one in the headline, a higher death toll, or 60 % new words; a day later
 * also two new words in the headline.
 */
export function whatIsNew(
  account: { headline: string; summary: string },
  before: string,
  hoursLater = 0,
): string[] {
  const head = newFacts(account.headline, before)
  const facts = [...new Set([...head, ...newFacts(account.summary, before)])]
  if (facts.length + head.length * (inHeadline - 1) >= enough) return facts
  const [toll, known] = [tollOf(`${account.headline}. ${account.summary}`), tollOf(before)]
  if (toll && known && toll.dead > known.dead) return [toll.written]
  const inHead = hoursLater < muchLater ? [] : newWords(account.headline, before)
  if (inHead.length >= newInHeadline) return inHead
  const shown = keysOf(before)
  const significant = tokens(`${account.headline}. ${account.summary}`).filter(
    ({ form }) => !commonWords.has(form.key),
  )
  const words = new Map(significant.map(({ form }) => [keyOf(form.key), form.raw]))
  const fresh = [...words].filter(([key]) => !shown.has(key)).map(([, raw]) => raw)
  return words.size >= leastWords && fresh.length >= words.size * mostlyNew ? fresh : []
}
