import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../templates/words')
type Entries = Record<string, string | Record<string, string>>
const mailWords = (file: string) =>
  (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { mail: Entries }).mail
const english = mailWords('en.json')
const names = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name)

test.for(readdirSync(folder))('%s has every word of mails, in each plural form of its language', (file) => {
  const words = mailWords(file)
  const forms = new Intl.PluralRules(file.replace('.json', '')).resolvedOptions().pluralCategories
  expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort())
  for (const [key, entry] of Object.entries(words)) {
    const model = english[key]
    const known = new Set(names(typeof model === 'object' ? (model['other'] ?? '') : (model ?? '')))
    if (typeof entry === 'object') expect(Object.keys(entry).sort(), key).toEqual([...forms].sort())
    for (const text of typeof entry === 'object' ? Object.values(entry) : [entry])
      for (const name of names(text)) expect(known, key).toContain(name)
  }
})
