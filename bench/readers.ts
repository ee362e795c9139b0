import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { commandActor } from '../src/core/entities/actor.ts'
import { countReaders, listReaders } from '../src/services/subscribers/readers/list-readers.ts'
import { openStore } from '../src/store/open.ts'
import { casesOf, now } from './readers/cases.ts'
import { barePostgres, bareSqlite } from './readers/database.ts'
import { filling } from './readers/fixture.ts'
import { at, ms, timed } from './kit/timings.ts'

/**
 * Measures pages of 50 readers of a large list, by prefix, by filter and by substring, each beside a bare query for the same rows: by the
 * index that has them in order, with every column that the page shows (also tags, suppression and last e-mail), through the same driver
 * with prepared statements, its rows left unconverted. In addition the page checks permissions, builds the statement, looks for the other
 * kinds of readers that a filter may match, and converts rows to entities. Both are measured by turns, with a new text each time. Prints
 * the 95th percentile of each; exits with 1 if a page takes more than three times its reference, or finds other rows. On SQLite, which
 * works in this process, times are CPU times, so that other work on the machine has no influence; on a server they are wall clock.
 *
 *   node bench/readers.ts [--rows 1000000] [--server postgres://user@host/]     (SQLite without a server)
 */
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, server: { type: 'string' } },
})
const readers = Number(values.rows)
/** Reading every reader is slow enough to be measured in fewer rounds; those before the first are for the compiler. */
const roundsOf = (name: string) => (name === 'substring' ? { before: 5, all: 30 } : { before: 400, all: 100 })
const countRounds = 20
const mostTimes = 3

/** Milliseconds that some work takes, and its result. */
async function took<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const before = process.cpuUsage()
  let result: T | undefined
  const clock = await timed(async () => void (result = await work()))
  const { user, system } = process.cpuUsage(before)
  return { ms: values.server ? clock : (user + system) / 1000, result: result as T }
}

const folder = await mkdtemp(join(tmpdir(), 'daywire-bench-'))
const bare = values.server ? await barePostgres(values.server) : bareSqlite(join(folder, 'readers.db'))
const store = openStore(bare.url, join(folder, 'media'))
const context = { store, clock: { now: () => now } }

try {
  await store.migrate()
  process.stderr.write(`${readers} readers…\n`)
  for (const statement of filling(readers, !values.server)) await bare.run(statement)
  for (const { name, filter: filterOf, bare: bareOf } of casesOf(readers, values.server !== undefined)) {
    const times = { page: [] as number[], count: [] as number[], bare: [] as number[] }
    const rounds = roundsOf(name)
    for (let round = -rounds.before; round < rounds.all; round++) {
      const n = 10 + (Math.abs(round) % 100)
      const filter = filterOf(n)
      const [text, parameters] = bareOf(n)
      const ask = () => took(() => listReaders(context, commandActor, filter, { after: null, count: 50 }))
      const askBare = () => took(() => bare.run(text, parameters))
      // Whoever is first reads the pages of the file from disk: each in turn.
      const first = round % 2 === 0 ? await askBare() : null
      const page = await ask()
      const reference = first ?? (await askBare())
      const wanted = (reference.result as { id: number }[]).slice(0, 50).map(({ id }) => id)
      const found = page.result.rows.map(({ subscriptionId }) => subscriptionId)
      if (found.join() !== wanted.join()) throw new Error(`${name}: the bare query finds others`)
      if (round < 0) continue
      times.page.push(page.ms)
      times.bare.push(reference.ms)
    }
    // Measured separately, because the store's connection would otherwise read another ten thousand readers between two pages.
    for (let round = 0; round < countRounds; round++)
      times.count.push((await took(() => countReaders(context, commandActor, filterOf(10 + round)))).ms)
    const [page, count, reference] = [times.page, times.count, times.bare].map((all) => at(all, 0.95))
    const ratio = (page ?? 0) / (reference ?? 1)
    const middle = `median ${ms(at(times.page, 0.5))} of ${ms(at(times.bare, 0.5))}`
    console.log(
      `${name}: p95 ${ms(page ?? 0)} (×${ratio.toFixed(1)} of ${ms(reference ?? 0)}), ${middle}; count up to 10,000 ${ms(count ?? 0)}`,
    )
    if (ratio > mostTimes) process.exitCode = 1
  }
} finally {
  await store.close()
  await bare.close()
  await rm(folder, { recursive: true })
}
