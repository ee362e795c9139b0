import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError, reasonOf } from '../core/errors.ts'

type Entry = string | Record<string, string>

/** The fixed words of mails in one language; each asks for its key, and a missing one is a fault of the file. */
export interface Words {
  /** `{name}` in the words is replaced by the value of that name; plural forms are chosen by `count`. */
  say(key: string, values?: Record<string, string | number>): string
}

/** Reads `words/<language>.json`, or its primary language's, or English. */
export function openWords(templatesDir: string, language: string): Words {
  const { file, entries } = read(templatesDir, [language, language.split('-')[0] ?? '', 'en'])
  const plural = new Intl.PluralRules(language)
  return {
    say(key, values = {}) {
      const entry = entries[key]
      const words =
        typeof entry === 'object' ? (entry[plural.select(Number(values['count']))] ?? entry['other']) : entry
      if (words === undefined) throw new AppError('template-broken', `${file} has no words for mail.${key}`)
      return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
    },
  }
}

function read(templatesDir: string, languages: string[]): { file: string; entries: Record<string, Entry> } {
  for (const language of languages) {
    if (!/^[A-Za-z-]+$/.test(language)) continue
    const file = join(templatesDir, 'words', `${language}.json`)
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      continue
    }
    try {
      return { file, entries: (JSON.parse(text) as { mail: Record<string, Entry> }).mail }
    } catch (cause) {
      throw new AppError('template-broken', `${file} is not JSON: ${reasonOf(cause)}`, { cause })
    }
  }
  throw new AppError('template-broken', `${join(templatesDir, 'words', 'en.json')} is missing`)
}
