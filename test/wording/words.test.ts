import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hints } from '../../src/cli/kit/hints.ts'
import { codes } from '../../src/core/said/codes.ts'
import type { Entry } from '../../src/core/said/sentence.ts'
import { languages } from '../../src/wording/languages.ts'

const root = join(import.meta.dirname, '../..')
const english = languages['en'] ?? {}
const languageNames = Object.keys(languages)

const textsOf = (entry: Entry): string[] => (typeof entry === 'string' ? [entry] : Object.values(entry))
const namesIn = (texts: string[]): string[] => [
  ...new Set(texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))),
]

/** Every text of a language by its key: `mail.unsubscribe`, `says.digest-unknown`. */
function entriesOf(language: string): Map<string, Entry> {
  const { mail = {}, pages = {}, desk = {}, says = {} } = languages[language] ?? {}
  const all = [
    ...Object.entries(mail).map(([key, entry]) => [`mail.${key}`, entry] as const),
    ...Object.entries(pages).map(([key, entry]) => [`pages.${key}`, entry] as const),
    ...Object.entries(desk).map(([key, entry]) => [`desk.${key}`, entry] as const),
    ...Object.values(says).flatMap((group) =>
      Object.entries(group).map(([code, entry]) => [`says.${code}`, entry] as const),
    ),
  ]
  const twice = all.map(([key]) => key).filter((key, index, keys) => keys.indexOf(key) !== index)
  expect(twice, 'words that stand twice').toEqual([])
  return new Map(all)
}

function filesIn(...folders: string[]): string {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(?:ts|hbs)$/.test(file))
        .map((file) => join(folder, file)),
    )
    .filter((file) => !file.startsWith('src/core/said/codes'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n')
}

const isQuoted = (text: string, key: string) => text.includes(`'${key}'`) || text.includes(`"${key}"`)

/** Whether a key is used literally, or made by a template literal with one value in it. */
const isSaid = (text: string, key: string) =>
  isQuoted(text, key) ||
  [...text.matchAll(/`([\w-]*)\$\{[^}`]+\}([\w-]*)`/g)].some(
    ([, start = '', end = '']) => start.length + end.length > 3 && key.startsWith(start) && key.endsWith(end),
  )

describe.for(languageNames)('%s', (language) => {
  const words = entriesOf(language)
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories

  test('has its own file, with texts for every e-mail', () => {
    expect(readdirSync(join(root, 'templates/words'))).toContain(`${language}.json`)
    const ofMail = (keys: Iterable<string>) => [...keys].filter((key) => key.startsWith('mail.')).sort()
    expect(ofMail(words.keys())).toEqual(ofMail(entriesOf('en').keys()))
  })

  test('has texts for every page of readers', () => {
    const pages = filesIn('src/web/public', 'templates/pages', 'templates/reading')
    const signedIn = filesIn('src/web/account', 'src/web/dev', 'templates/account')
    const lacking = [...entriesOf('en').keys()].filter((key) => {
      const name = key.replace(/^pages\./, '')
      return name !== key && isSaid(pages, name) && !isSaid(signedIn, name) && !words.has(key)
    })
    expect(lacking.filter((key) => !key.startsWith('pages.mail'))).toEqual([])
  })

  test('has all plural forms, and only placeholders of the English texts', () => {
    const models = entriesOf('en')
    for (const [key, entry] of words) {
      const model = models.get(key)
      expect(model, `${key} has no English`).toBeDefined()
      if (typeof entry === 'object') expect(Object.keys(entry).sort(), key).toEqual([...forms].sort())
      for (const name of namesIn(textsOf(entry))) expect(namesIn(textsOf(model ?? '')), key).toContain(name)
    }
  })
})

test('each file of words is a language', () => {
  expect(readdirSync(join(root, 'templates/words')).sort()).toEqual(
    languageNames.map((name) => `${name}.json`).sort(),
  )
})

describe('messages of the program', () => {
  const says = new Map(Object.values(english.says ?? {}).flatMap((group) => Object.entries(group)))

  test('each code has a text, and each text a code', () => {
    expect([...says.keys()].sort()).toEqual(Object.keys(codes).sort())
  })

  test('each placeholder in texts and hints is a parameter of the code, and each parameter has a placeholder', () => {
    for (const [code, params] of Object.entries(codes)) {
      const entry = says.get(code) ?? ''
      const hint = Object.entries(hints).find(([name]) => name === code)?.[1] ?? ''
      const places = new Set(namesIn([...textsOf(entry), hint]))
      if (typeof entry === 'object') places.add('count')
      expect([...places].sort(), code).toEqual([...params].sort())
    }
  })

  test('each code is used somewhere', () => {
    const source = filesIn('src')
    // A hint alone is not enough.
    const table = readFileSync(join(root, 'src/cli/kit/hints.ts'), 'utf8')
    const rest = source.replace(table, '')
    expect(Object.keys(codes).filter((code) => !isQuoted(rest, code))).toEqual([])
  })
})

test('no service, job, curate, mail or web file names a command; the command line adds its hints', () => {
  const named = ['services', 'jobs', 'curate', 'mail', 'web', 'render', 'sources', 'store', 'wording']
    .flatMap((layer) =>
      readdirSync(join(root, 'src', layer), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => join('src', layer, file)),
    )
    .filter((file) => namesCommand(readFileSync(join(root, file), 'utf8')))
  expect(named).toEqual([])
})

const commandNames = new Set(
  [...filesIn('src/cli').matchAll(/\.command\('([a-z-]+)/g)].map(([, name = '']) => name),
)

/** Whether a text names an existing command, as `daywire approve`; text for a hash has other words after it. */
function namesCommand(source: string): boolean {
  return [...source.matchAll(/\bdaywire ([a-z]+)/g)].some(([, verb = '']) => commandNames.has(verb))
}

test('every text of e-mails, pages and the desk is used, and every used text exists', () => {
  const places = {
    mail: filesIn(
      'src/render',
      'src/services/editions/viewing',
      'templates/digest',
      'templates/mail',
      'templates/partials',
    ),
    pages:
      filesIn(
        'src/web/kit',
        'src/web/public',
        'src/web/account',
        'src/web/dev',
        'templates/pages',
        'templates/reading',
        'templates/account',
      ) + readFileSync(join(root, 'src/core/schedule.ts'), 'utf8'),
    desk: filesIn('src/web/desk', 'src/web/admin', 'templates/desk', 'templates/admin'),
  }
  const unused = [...entriesOf('en').keys()].filter((key) => {
    const [place = '', name = ''] = key.split('.')
    return place !== 'says' && !isSaid(places[place as keyof typeof places], name)
  })
  expect(unused).toEqual([])
  for (const [place, source] of Object.entries(places))
    for (const [, name = ''] of source.matchAll(/(?:\bword |\bsay\()['"]([^'"]+)['"]/g))
      expect(english[place as keyof typeof places], `${place}.${name}`).toHaveProperty(name)
})
