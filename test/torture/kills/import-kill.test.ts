import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../../src/store/open.ts'
import type { Store } from '../../../src/store/store.ts'
import { postgres, sqlite, type Backend, type Database } from '../place/backends.ts'

const main = join(import.meta.dirname, '../../../src/main.ts')
const people = 30_000
/** Rows repeated further down, and invalid ones: there are more rows than people. */
const again = 500
const broken = 300

const server = process.env['DAYWIRE_TEST_POSTGRES_URL']
const backends: Backend[] = [sqlite, ...(server ? [postgres(server)] : [])]

describe.each(backends)('an import that is killed, on $name', ({ create }) => {
  let folder: string
  let database: Database
  let store: Store

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daywire-import-'))
    database = await create()
    await daywire('init', '--no-catalogue')
    await writeFile(join(folder, 'list.csv'), list())
    store = openStore(url(), join(folder, 'media'))
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  })

  const url = (): string => database.url ?? `sqlite:${folder}/daywire.db`

  const daywire = async (...argv: string[]): Promise<void> => void (await run(argv, null))

  /** Runs a command to its end, or kills it once its output matches; true if it was killed. */
  async function run(argv: string[], killAt: RegExp | null): Promise<boolean> {
    const env = { ...process.env, DAYWIRE_DATA: folder, DAYWIRE_DATABASE_URL: url() }
    const child = spawn(process.execPath, [main, ...argv], { cwd: folder, env })
    let said = ''
    child.stdout.resume()
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (killAt?.test(said)) child.kill('SIGKILL')
    })
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
    if (killAt === null && code !== 0) throw new Error(`${argv.join(' ')}: ${said}`)
    return signal === 'SIGKILL'
  }

  const importing = ['subscribers', 'import', 'list.csv', '--rejects', 'bad.csv']
  const readers = async (): Promise<number> => {
    const [digest] = await store.digests.list()
    const counts = await store.audiences.countByTopics(digest?.id ?? 0)
    return counts.reduce((sum, { count }) => sum + count, 0)
  }
  const only = async () => {
    const [one, ...others] = await store.imports.page(null, 10)
    expect(others).toEqual([])
    return one
  }

  test('while the file is read, has added nobody, and the next one adds all', async () => {
    expect(await run(importing, /read: /)).toBe(true)
    await daywire('subscribers', 'imports', '--resume')
    expect(await readers()).toBe(0)
    await run(importing, /a word that it does not say/)
    expect(await readers()).toBe(people)
  })

  test('while it is merged, continues where it stopped: nobody is missing or duplicated, and the counts are right', async () => {
    expect(await run(importing, /import: \d/)).toBe(true)
    const halfway = await readers()
    expect(halfway).toBeGreaterThan(0)
    expect(halfway).toBeLessThan(people)
    await daywire('subscribers', 'imports', '--resume')
    const one = await only()
    expect(one?.state).toBe('done')
    expect(one?.counts).toMatchObject({
      rows: people + again + broken,
      added: people,
      known: again,
      repeated: again,
      rejected: broken,
    })
    expect(await readers()).toBe(people)
    const undo = ['subscribers', 'undo-import', String(one?.id)]
    expect(await run(undo, /undo: \d/)).toBe(true)
    await daywire('subscribers', 'imports', '--resume')
    expect((await only())?.counts).toMatchObject({ undone: people, kept: 0 })
    expect(await readers()).toBe(0)
  })
})

function list(): string {
  const rows = Array.from({ length: people }, (_, n) => `reader${n}@mail${n % 97}.example.org,Reader ${n},`)
  const bad = Array.from({ length: broken }, (_, n) => `nobody ${n},,`)
  return [
    'email,name,topics',
    ...rows.slice(0, people / 2),
    ...bad,
    ...rows.slice(people / 2),
    ...rows.slice(0, again),
  ].join('\n')
}
