import { commonWords, isTitled } from './titles.ts'
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
/** A headline's fact counts for so many: it is what the account was written for. */
const inHeadline = 2
const enough = 2
/** From this share of new words on an account tells of another stage, facts or none. */
const mostlyNew = 0.6
const leastWords = 8

const keyOf = (key: string): string => numbers.get(key) ?? key

function keysOf(text: string): Set<string> {
  return new Set(tokens(text).map(({ form }) => keyOf(form.key)))
}

/** Numbers and names of a text, as written, that another text does not have. */
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

/**
 * What an account tells beyond what readers were shown, in its own words; empty where it tells nothing new.
 * New are two numbers or names, or one in the headline, or six words of ten.
 */
export function whatIsNew(account: { headline: string; summary: string }, before: string): string[] {
  const head = newFacts(account.headline, before)
  const facts = [...new Set([...head, ...newFacts(account.summary, before)])]
  if (facts.length + head.length * (inHeadline - 1) >= enough) return facts
  const known = keysOf(before)
  const telling = tokens(`${account.headline}. ${account.summary}`).filter(
    ({ form }) => !commonWords.has(form.key),
  )
  const words = new Map(telling.map(({ form }) => [keyOf(form.key), form.raw]))
  const fresh = [...words].filter(([key]) => !known.has(key)).map(([, raw]) => raw)
  return words.size >= leastWords && fresh.length >= words.size * mostlyNew ? fresh : []
}
