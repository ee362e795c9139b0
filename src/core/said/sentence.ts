import words from '../../../templates/words/en.json' with { type: 'json' }
import type { Param, Said } from './said.ts'

/** Text with `{name}` for values, or one such text for each plural category of the language, chosen by `count`. */
export type Entry = string | Readonly<Record<string, string>>

/** The texts of a language by code, in groups. */
export interface Sentences {
  says: Readonly<Record<string, Readonly<Record<string, Entry>>>>
  plurals: Intl.PluralRules
}

/** Fills the placeholders of a text; a name without a value stays as it is. */
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

/** Makes a sentence in the first language that has the text; a person's own words stay as they are. */
export function sentenceIn(languages: readonly Sentences[], words: Said | string): string {
  if (typeof words === 'string') return words
  const { code, params } = words
  for (const { says, plurals } of languages) {
    const entry = entryOf(says, code)
    if (entry === null) continue
    return fill(entry, plurals, valuesOf(languages, params))
  }
  // Stored by a later version.
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

/** Values are separated by commas, sentences by semicolons. */
function shown(languages: readonly Sentences[], param: Param): string {
  if (typeof param === 'string' || typeof param === 'number') return String(param)
  if ('code' in param) return sentenceIn(languages, param)
  const isOfSentences = param.some((one) => typeof one === 'object')
  return param.map((one) => shown(languages, one)).join(isOfSentences ? '; ' : ', ')
}

const englishSentences: Sentences = { says: words.says, plurals: new Intl.PluralRules('en') }

/** A text from elsewhere, filled with parameters in English. */
export const filled = (words: string, params: Said['params']): string =>
  fill(words, englishSentences.plurals, valuesOf([englishSentences], params))

/** The English sentence, for logs and error messages. */
export const english = (words: Said | string): string => sentenceIn([englishSentences], words)
