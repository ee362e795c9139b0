import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import pg from 'pg'
import { commandActor } from '../src/core/entities/actor.ts'
import { allReaders, type ReaderFilter } from '../src/core/entities/readers/reader-filter.ts'
import { countReaders, listReaders } from '../src/services/subscribers/readers/list-readers.ts'
import { openStore } from '../src/store/open.ts'
import { filling } from './readers-fixture.ts'
import { at, ms, timed } from './timings.ts'

/**
 * Pages of 50 readers of a large list, by prefix, by filter and by substring, each beside a bare query for as many rows with
 * their last mail: by one index, or a bare LIKE. Both are done by turns, with another text each time. Prints the 95th percentile of each; exits with 1 where a page takes more than three times its
 * reference. On SQLite, which works in this process, times are of its CPU, so that what else the machine does tells nothing; on a server
 * they are of the clock.
 *
 *   node bench/readers.ts [--rows 1000000] [--server postgres://user@host/]     (SQLite without a server)
 */
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, server: { type: 'string' } },
})
const readers = Number(values.rows)
const rounds = 60
const mostTimes = 3

/** Milliseconds that some work takes. */
async function took(work: () => Promise<unknown>): Promise<number> {
  if (values.server) return timed(work)
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The database, as the store has it and bare. */
interface Bench {
  url: string
  run(statement: string, parameters?: unknown[]): Promise<unknown>
  close(): Promise<void>
}

async function sqlite(folder: string): Promise<Bench> {
  const file = join(folder, 'readers.db')
  const db = new Database(file)
  return {
    url: `sqlite:${file}`,
    run: async (text, parameters = []) => {
      const statement = db.prepare(text)
      return statement.reader ? statement.all(...parameters) : statement.run(...parameters)
    },
    close: async () => void db.close(),
  }
}

async function postgres(server: string): Promise<Bench> {
  const name = `daywire_bench_${process.pid}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const own = new pg.Client({ connectionString: url.href })
  await own.connect()
  return {
    url: url.href,
    run: async (text, parameters = []) => {
      let place = 0
      return own.query(
        text.replace(/\?/g, () => `$${++place}`),
        parameters,
      )
    },
    async close() {
      await own.end()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

const folder = await mkdtemp(join(tmpdir(), 'daywire-bench-'))
const bench = values.server ? await postgres(values.server) : await sqlite(folder)
const store = openStore(bench.url, join(folder, 'media'))
const clock = { now: () => Temporal.Instant.from('2026-11-20T12:00Z') }

const columns = `s.id, b.email, b.name, s.topics, s.days, s.hour, s.time_zone, s.status, s.created_at,
  (select d.status from deliveries d where d.subscriber_id = s.subscriber_id order by d.edition_id desc limit 1) as mail`
const both = `subscriptions s join subscribers b on b.id = s.subscriber_id`
const lower = values.server ? `lower(b.email collate "C")` : 'lower(b.email)'
const bare = (where: string, order: string) =>
  `select ${columns} from ${both} where s.digest_id = 1 and ${where} order by ${order} limit 50`

/** A page, and the bare query that it stands beside; `n` is another number each time. */
interface Case {
  name: string
  filter: (n: number) => Partial<ReaderFilter>
  bare: (n: number) => [text: string, parameters: unknown[]]
}

const range = (key: string, prefix: string): [string, unknown[]] => [
  bare(`${key} >= ? and ${key} < ?`, key),
  [prefix, `${prefix}\u{10FFFF}`],
]
const newest = bare(`s.status = 'active'`, 's.id desc')
const cases: Case[] = [
  {
    name: 'prefix of an address',
    filter: (n) => ({ text: { kind: 'prefix', value: `reader${n}` } }),
    bare: (n) => range(lower, `reader${n}`),
  },
  {
    name: 'prefix of a domain',
    filter: (n) => ({ text: { kind: 'prefix', value: `@post${n}` } }),
    bare: (n) => {
      const place = values.server ? `strpos(b.email, '@')` : `instr(b.email, '@')`
      return range(`substr(b.email${values.server ? ' collate "C"' : ''}, ${place} + 1)`, `post${n}`)
    },
  },
  {
    name: 'prefix of a name',
    filter: (n) => ({ text: { kind: 'prefix', value: `name ${n}` } }),
    bare: (n) => {
      const [text, parameters] = range('b.name_key', `name ${n}`)
      return [text.replace('where ', 'where b.name_key is not null and '), parameters]
    },
  },
  {
    name: 'nobody',
    filter: (n) => ({ text: { kind: 'prefix', value: `zz${n}` } }),
    bare: (n) => range(lower, `zz${n}`),
  },
  { name: 'gets mail', filter: () => ({ state: 'mailed' }), bare: () => [newest, []] },
  {
    name: 'left',
    filter: () => ({ state: 'left' }),
    bare: () => [newest.replace('active', 'unsubscribed'), []],
  },
  { name: 'not mailed', filter: () => ({ state: 'suppressed' }), bare: () => [newest, []] },
  { name: 'paused', filter: () => ({ state: 'paused' }), bare: () => [newest, []] },
  { name: 'topic', filter: () => ({ topic: 'nuclear' }), bare: () => [newest, []] },
  { name: 'tag', filter: () => ({ tagId: 1 }), bare: () => [newest, []] },
  {
    name: 'date',
    filter: (n) => ({ until: Temporal.Instant.fromEpochMilliseconds(readers * 500 + n) }),
    bare: (n) => [bare('s.created_at < ?', 's.created_at desc'), [readers * 500 + n]],
  },
  {
    name: 'failed mail',
    filter: () => ({ outcome: { editionId: 3, status: 'failed' } }),
    bare: () => [newest, []],
  },
  {
    name: 'substring',
    filter: (n) => ({ text: { kind: 'substring', value: `eader${n}7@` } }),
    bare: (n) => [bare(`${lower} like ?`, 's.id desc'), [`%eader${n}7@%`]],
  },
]

try {
  await store.migrate()
  process.stderr.write(`${readers} readers…\n`)
  for (const statement of filling(readers, !values.server)) await bench.run(statement)
  for (const one of cases) {
    const times = { page: [] as number[], count: [] as number[], bare: [] as number[] }
    for (let round = -3; round < rounds; round++) {
      const n = 10 + Math.abs(round)
      const filter = { ...allReaders(1), ...one.filter(n) }
      const context = { store, clock }
      const page = await took(() => listReaders(context, commandActor, filter, { after: null, count: 50 }))
      const count = await took(() => countReaders(context, commandActor, filter))
      const [text, parameters] = one.bare(n)
      const reference = await took(() => bench.run(text, parameters))
      if (round < 0) continue
      times.page.push(page)
      times.count.push(count)
      times.bare.push(reference)
    }
    const [page, count, reference] = [times.page, times.count, times.bare].map((all) => at(all, 0.95))
    const ratio = (page ?? 0) / (reference ?? 1)
    const middle = `median ${ms(at(times.page, 0.5))} of ${ms(at(times.bare, 0.5))}`
    console.log(
      `${one.name}: p95 ${ms(page ?? 0)} (×${ratio.toFixed(1)} of ${ms(reference ?? 0)}), ${middle}; count up to 10,000 ${ms(count ?? 0)}`,
    )
    if (ratio > mostTimes) process.exitCode = 1
  }
} finally {
  await store.close()
  await bench.close()
  await rm(folder, { recursive: true })
}
