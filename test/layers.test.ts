import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

/** A line that is allowed or forbidden in a file of a folder; `@/` is `src/`. */
interface Probe {
  folder: string
  line: string
  isFault: boolean
}

const probeFolder = 'zz-lint-probe'

/** The probes that the linter judges differently, each in a temporary file while all are checked. */
function misjudged(probes: Probe[]): string[] {
  const files = probes.map(({ folder }, index) => join('src', folder, probeFolder, `probe-${index}.ts`))
  const remove = () => {
    for (const file of files) rmSync(dirname(join(root, file)), { recursive: true, force: true })
  }
  try {
    for (const [index, { folder, line }] of probes.entries()) {
      const file = files[index] ?? ''
      mkdirSync(dirname(join(root, file)), { recursive: true })
      const up = '../'.repeat(folder.split('/').length + 1)
      writeFileSync(join(root, file), `${line.replace('@/', up)}\n`)
    }
    const linter = join(root, 'node_modules/.bin/oxlint')
    const { stdout } = spawnSync(linter, ['-f', 'unix', ...files], { cwd: root, encoding: 'utf8' })
    const faulty = stdout.split('\n').filter((line) => line.includes('no-restricted-imports'))
    return probes
      .filter(({ isFault }, index) => isFault !== faulty.some((line) => line.includes(`${files[index]}:`)))
      .map(({ folder, line, isFault }) => `${folder} ${isFault ? 'may' : 'may not'} say: ${line}`)
  } finally {
    remove()
  }
}

const beside = ['sources', 'curate', 'store', 'render', 'mail'] as const
const above = ['services', 'web', 'jobs', 'cli'] as const

/** A value of each layer, from an existing file. */
const values: Record<string, string> = {
  sources: "export { openSources } from '@/sources/sources.ts'",
  curate: "export { curate } from '@/curate/curate.ts'",
  store: "export { openStore } from '@/store/open.ts'",
  render: "export { openRenderer } from '@/render/renderer.ts'",
  mail: "export { openMailbox } from '@/mail/mailbox/mailbox.ts'",
  services: "export { approve } from '@/services/editions/approve.ts'",
  web: "export { buildWeb } from '@/web/build.ts'",
  jobs: "export { startScheduler } from '@/jobs/scheduler.ts'",
  cli: "export { runCli } from '@/cli/kit/cli.ts'",
  app: "export { openApp } from '@/app.ts'",
  main: "import '@/main.ts'",
  core: "export { clip } from '@/core/text/text.ts'",
  wording: "export { sentence } from '@/wording/wording.ts'",
}
const typeOfStore = "export type { Store } from '@/store/store.ts'"
const typesOfStoreInside = [
  "export type { EditionsStore } from '@/store/repositories/editions/editions.ts'",
  "export type { EditionsTable } from '@/store/tables/editions.ts'",
  "export type { Backend } from '@/store/columns.ts'",
]
const typeOfMail = "export type { Mailbox } from '@/mail/mailbox/mailbox.ts'"

/** Each folder and a folder inside it, because rules must apply at any depth. */
const folders: Record<string, string[]> = {
  core: ['core', 'core/entities'],
  wording: ['wording'],
  sources: ['sources', 'sources/fetching'],
  curate: ['curate', 'curate/cut'],
  store: ['store', 'store/repositories', 'store/repositories/editions'],
  render: ['render'],
  mail: ['mail', 'mail/outgoing'],
  services: ['services', 'services/editions/composing'],
  web: ['web', 'web/public'],
  jobs: ['jobs'],
  cli: ['cli', 'cli/kit'],
}

/** The layers from which each layer may not import values. */
const forbidden: [string, string[]][] = [
  ['core', ['wording', ...beside, ...above, 'app', 'main']],
  ['wording', [...beside, ...above, 'app', 'main']],
  ...beside.map((layer): [string, string[]] => [
    layer,
    [...beside.filter((other) => other !== layer), ...above, 'app', 'main'],
  ]),
  ['services', ['sources', 'store', 'render', 'mail', 'web', 'jobs', 'cli', 'app', 'main']],
  ['web', [...beside, 'jobs', 'cli', 'app', 'main']],
  ['jobs', [...beside, 'web', 'cli', 'app', 'main']],
  ['cli', [...beside, 'web', 'jobs', 'app', 'main']],
]

const within = (layer: string): string[] => folders[layer] ?? []

test('the linter enforces the layers', () => {
  const probe = (isFault: boolean) => (folder: string, line: string | undefined) => ({
    folder,
    line: line ?? '',
    isFault,
  })
  const [refused, allowed] = [probe(true), probe(false)]
  const probes = [
    ...forbidden.flatMap(([layer, others]) =>
      within(layer).flatMap((folder) => others.map((other) => refused(folder, values[other]))),
    ),
    // Not even types, if a layer must not depend on another.
    ...['core', 'wording', ...beside].flatMap((layer) =>
      within(layer).flatMap((folder) => [
        refused(folder, "export type { Context } from '@/services/context.ts'"),
        refused(folder, layer === 'store' ? typeOfMail : typeOfStore),
      ]),
    ),
    // From the store its ports, but no rows, tables or repositories: entities are in core.
    ...above.flatMap((layer) =>
      within(layer).flatMap((folder) => [
        allowed(folder, typeOfStore),
        ...typesOfStoreInside.map((line) => refused(folder, line)),
      ]),
    ),
    ...['web', 'jobs', 'cli'].flatMap((layer) =>
      within(layer).map((folder) => allowed(folder, values['services'])),
    ),
    ...within('services').map((folder) => allowed(folder, values['curate'])),
    ...[...beside, ...above].flatMap((layer) =>
      within(layer).flatMap((folder) => [
        allowed(folder, values['core']),
        allowed(folder, values['wording']),
      ]),
    ),
  ]
  expect(misjudged(probes)).toEqual([])
})

test('column names are used only in the store', () => {
  const text = (file: string) => readFileSync(join(root, file), 'utf8')
  const columns = new Set(
    sources('src/store/tables').flatMap((file) =>
      [...text(file).matchAll(/\b([a-z]+(?:_[a-z]+)+): /g)].map(([, name = '']) => name),
    ),
  )
  // Also a column of lists and a field of forms.
  columns.delete('time_zone')
  expect(columns).toContain('edition_id')
  const others = sources('src').filter((file) => !/^src\/(store|sources)\//.test(file))
  const named = others.flatMap((file) =>
    [...text(file).matchAll(/\b[a-z]+(?:_[a-z]+)+\b/g)]
      .filter(([name]) => columns.has(name))
      .map(([name]) => `${file}: ${name}`),
  )
  expect(named).toEqual([])
})

describe('time, randomness and the environment are read in one place', () => {
  const elsewhere = sources('src').filter((file) => !['src/system.ts', 'src/main.ts'].includes(file))

  test.each(elsewhere)('%s', (file) => {
    const text = readFileSync(join(root, file), 'utf8')
    expect(text).not.toMatch(/Date\.now|new Date\(|Math\.random|Temporal\.Now|process\.env/)
  })
})

test('files are small', () => {
  const lines = sources('src')
    .map((file) => readFileSync(join(root, file), 'utf8').split('\n').length - 1)
    .sort((a, b) => a - b)
  expect(lines.at(-1)).toBeLessThanOrEqual(300)
  expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(80)
})

test.each(['docs/architecture.md', 'CONTRIBUTING.md'])('%s names existing files', (document) => {
  const folders = readdirSync(join(root, 'src'))
    .filter((name) => !name.includes('.'))
    .join('|')
  const named = readFileSync(join(root, document), 'utf8').matchAll(
    new RegExp(`\`((?:${folders})/[\\w./-]+)\``, 'g'),
  )
  const missing = [...named]
    .map(([, file = '']) => file)
    .filter((file) => !existsSync(join(root, 'src', file)))
  expect(missing).toEqual([])
})
