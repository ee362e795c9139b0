import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as timer } from 'node:timers/promises'
import { parse } from 'csv-parse'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { commandActor } from '../../src/core/entities/actor.ts'
import { undoImport } from '../../src/services/imports/undoing/undo-import.ts'
import { leftOverRows } from '../../src/services/imports/viewing/left-over.ts'
import { systemClock } from '../../src/system.ts'
import { testPlatform } from '../../test/platform.ts'

/**
 * A long list with broken rows, brought in by the service, undone, brought in again while the service is killed in the middle, searched, exported and
 * compared row by row. Exits with 1 where a row is missing, twice, or another than in the list, or where the rejected rows are not those that are broken.
 *
 *   node bench/lists/whole.ts [ROWS]        (1,000,000 if not given; three of each thousand are broken)
 */
const rows = Number(process.argv[2] ?? 1_000_000)
const root = join(import.meta.dirname, '../..')
const main = join(root, 'src/main.ts')
const folder = await mkdtemp(join(tmpdir(), 'daywire-whole-'))
const file = join(folder, 'list.csv')

/** What the list has in each row; a third of those that are broken has each fault. */
const isBroken = (k: number): boolean => k % 1000 < 3
const faults = ['email', 'topics', 'days'] as const
const email = (k: number): string => `reader${k}@mail${k % 500}.example.org`
const topics = (k: number): string => (k % 3 === 0 ? '' : 'missiles;nuclear')
const days = (k: number): string => (k % 5 === 0 ? 'mon;fri' : '')
const fieldsOf = (k: number): string[] => {
  const fault = isBroken(k) ? faults[k % 1000] : null
  return [
    fault === 'email' ? `nobody ${k}` : email(k),
    `Reader ${k}`,
    fault === 'topics' ? 'no such topic' : topics(k),
    fault === 'days' ? 'someday' : days(k),
  ]
}
const broken = Array.from({ length: rows }, (_, k) => k).filter(isBroken)

function check(what: string, isSo: boolean): void {
  console.log(`  ${isSo ? 'yes' : 'NO '}: ${what}`)
  if (!isSo) process.exitCode = 1
}

async function writeList(): Promise<void> {
  const stream = createWriteStream(file)
  stream.write('email,name,topics,days\n')
  for (let k = 0; k < rows; k += 1)
    if (!stream.write(`${fieldsOf(k).join(',')}\n`)) await once(stream, 'drain')
  stream.end()
  await once(stream, 'close')
}

const probe = createServer().listen(0, '127.0.0.1')
await once(probe, 'listening')
const env = {
  ...process.env,
  DAYWIRE_DATA: folder,
  DAYWIRE_DATABASE_URL: `sqlite:${folder}/daywire.db`,
  DAYWIRE_PORT: String((probe.address() as AddressInfo).port),
}
probe.close()

const start = (argv: string[]): ChildProcess =>
  spawn(process.execPath, ['--max-semi-space-size=8', ...argv], { cwd: folder, env, stdio: 'ignore' })
async function run(argv: string[]): Promise<number> {
  const begun = performance.now()
  const [code] = (await once(start(argv), 'close')) as [number]
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}`)
  return (performance.now() - begun) / 1000
}

try {
  await copyFile(join(root, 'newsroom.json'), join(folder, 'newsroom.json'))
  await writeList()
  await run([main, 'init', '--no-catalogue'])
  const app = await openApp(
    readConfig(env, folder, () => ''),
    testPlatform(systemClock),
  )
  const { context } = app
  const find = async (id: number) => {
    const one = await context.store.imports.byId(id)
    if (!one) throw new Error('there is no such import')
    return one
  }
  const until = async (id: number, state: string): Promise<number> => {
    const begun = performance.now()
    while ((await find(id)).state !== state) await timer(200)
    return (performance.now() - begun) / 1000
  }
  let service = start([main, 'serve'])
  const upload = join(root, 'bench/lists/upload.ts')

  console.log(`${rows} rows, ${broken.length} of them broken`)
  console.log(`brought in: ${(await run([upload, file])).toFixed(1)} s`)
  const first = await find(1)
  check('all others are new', first.counts.added === rows - broken.length)
  const left = await Array.fromAsync(leftOverRows(context, first, commandActor))
  check('those that are broken are rejected, each with its line and column', left.length === broken.length)
  check(
    'in the order of the list',
    left.every(
      (row, at) => row.line === (broken[at] ?? 0) + 2 && row.column === faults[(broken[at] ?? 0) % 1000],
    ),
  )
  await undoImport(context, first, commandActor)
  console.log(`undone: ${(await until(1, 'undone')).toFixed(1)} s`)
  check('nobody is left', (await find(1)).counts.undone === rows - broken.length)

  const again = run([upload, file])
  for (;;) {
    const one = await context.store.imports.byId(2)
    if (one?.state === 'merging' && one.cursor > rows / 4) break
    await timer(20)
  }
  service.kill('SIGKILL')
  await once(service, 'exit')
  const stopped = (await find(2)).cursor
  service = start([main, 'serve'])
  console.log(`killed after ${stopped} rows were merged; brought in after all: ${(await again).toFixed(1)} s`)
  service.kill('SIGTERM')
  await once(service, 'exit')

  const out = join(folder, 'out.csv')
  console.log(`exported: ${(await run([main, 'subscribers', 'export', '--out', out])).toFixed(1)} s`)
  const seen = new Uint8Array(rows)
  let [same, other] = [0, 0]
  for await (const row of createReadStream(out).pipe(parse({ columns: true, bom: true })) as AsyncIterable<
    Record<string, string>
  >) {
    const k = Number(/^reader(\d+)@/.exec(row['email'] ?? '')?.[1] ?? -1)
    const isSame =
      !isBroken(k) &&
      seen[k] === 0 &&
      row['email'] === email(k) &&
      row['name'] === `Reader ${k}` &&
      (row['topics'] ?? '').split(';').toSorted().join(';') === topics(k) &&
      row['days'] === days(k)
    if (isSame) same += 1
    else if ((other += 1) <= 3) console.log(`  another: ${JSON.stringify(row)}`)
    seen[k] = 1
  }
  check('each reader is there once, as in the list', same === rows - broken.length && other === 0)
  await app.close()
} finally {
  await rm(folder, { recursive: true, force: true })
}
