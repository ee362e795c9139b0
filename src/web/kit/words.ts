import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../core/errors.ts'

/** Says the fixed words of a key, with values put in. */
export type Say = (key: string, values?: Record<string, string | number>) => string

type Words = Record<string, string | Partial<Record<Intl.LDMLPluralRule, string>>>

/**
 * The fixed words of pages in English. A key that has several forms says the one for its value `count` (CLDR plural rules).
 * Throws `template-broken` for a key that there is not.
 */
export function openWords(templatesDir: string, group: 'pages' | 'desk'): Say {
  const all = JSON.parse(readFileSync(join(templatesDir, 'words', 'en.json'), 'utf8')) as Record<
    string,
    Words
  >
  const words = all[group] ?? {}
  const plurals = new Intl.PluralRules('en')
  const numbers = new Intl.NumberFormat('en-GB')
  return (key, values = {}) => {
    const forms = words[key]
    const text = typeof forms === 'object' ? forms[plurals.select(Number(values['count']))] : forms
    if (text === undefined)
      throw new AppError('template-broken', `templates/words/en.json has no words for ${group}.${key}`)
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      return typeof value === 'number' ? numbers.format(value) : (value ?? whole)
    })
  }
}
