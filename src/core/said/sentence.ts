import words from '../../../templates/words/en.json' with { type: 'json' }
import type { Param, Said } from './said.ts'

/** Words with `{name}` where a value goes, or a form for each plural category of the language, chosen by `count`. */
export type Entry = string | Readonly<Record<string, string>>

/** What a language has words for: codes, in groups. */
export interface Sentences {
  says: Readonly<Record<string, Readonly<Record<string, Entry>>>>
  plurals: Intl.PluralRules
}

/** Fills the places of words; a name without a value stays as it is. */
export function fill(
  entry: Entry,
  plurals: Intl.PluralRules,
  value: (name: string) => string | null,
  count: number = Number(value('count')),
): string {
  const form = typeof entry === 'string' ? entry : entry[plurals.select(count)]
  const template = form ?? (typeof entry === 'string' ? entry : (entry['other'] ?? ''))
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => value(name) ?? whole)
}

/** Makes a sentence in the first of the languages that has words for it; a person's own words stay as they are. */
export function sentenceIn(languages: readonly Sentences[], words: Said | string): string {
  if (typeof words === 'string') return words
  const { code, params } = words
  for (const { says, plurals } of languages) {
    const entry = entryOf(says, code)
    if (entry === null) continue
    return fill(entry, plurals, valuesOf(languages, params))
  }
  // A row of a later version than this one.
  return `${code} ${JSON.stringify(params)}`
}

function valuesOf(languages: readonly Sentences[], params: Said['params']): (name: string) => string | null {
  return (name) => {
    const param = Object.hasOwn(params, name) ? params[name] : undefined
    return param === undefined ? null : shown(languages, param)
  }
}

function entryOf(groups: Sentences['says'], code: string): Entry | null {
  for (const group of Object.values(groups)) {
    const entry = Object.hasOwn(group, code) ? group[code] : undefined
    if (entry !== undefined) return entry
  }
  return null
}

/** Values are listed with commas, sentences with semicolons. */
function shown(languages: readonly Sentences[], param: Param): string {
  if (typeof param === 'string' || typeof param === 'number') return String(param)
  if ('code' in param) return sentenceIn(languages, param)
  const isOfSentences = param.some((one) => typeof one === 'object')
  return param.map((one) => shown(languages, one)).join(isOfSentences ? '; ' : ', ')
}

const englishSentences: Sentences = { says: words.says, plurals: new Intl.PluralRules('en') }

/** Words of another place, filled with what is said in English. */
export const filled = (words: string, params: Said['params']): string =>
  fill(words, englishSentences.plurals, valuesOf([englishSentences], params))

/** In English, which logs and the messages of faults are in. */
export const english = (words: Said | string): string => sentenceIn([englishSentences], words)
