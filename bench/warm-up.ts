import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { commandActor } from '../src/core/entities/actor.ts'
import type { Store } from '../src/store/store.ts'
import { admitToday } from '../src/services/sending/warm-up/admit-today.ts'
import { countWaiting } from '../src/services/sending/warm-up/count-waiting.ts'
import { expectedDay } from '../src/services/sending/warm-up/expected-day.ts'
import { startWarmUp } from '../src/services/sending/warm-up/start-warm-up.ts'
import { openStore } from '../src/store/open.ts'
import { barePostgres, bareSqlite, type BareDatabase } from './readers/database.ts'
import { filling } from './readers/fixture.ts'
import { ms, timed } from './kit/timings.ts'

/**
 * Admits half of a large list on one day of a warm-up, beside one bare statement that chooses as many; prints how long both take, the
 * longest transaction, and how long it takes to count the waiting readers. Exits with 1 if admitting takes more than four times the bare
 * statement, or a transaction more than 500 ms.
 *
 *   node bench/warm-up.ts [--rows 1000000] [--server postgres://user@host/]     (SQLite without a server)
 */
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, server: { type: 'string' } },
})
const readers = Number(values.rows)
const half = Math.floor(readers / 2)
const now = Temporal.Instant.from('2026-11-10T07:00Z')
const clock = { now: () => now }
const events = { emit: () => undefined }

async function withDatabase(work: (database: BareDatabase) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-bench-'))
  const database = values.server ? await barePostgres(values.server) : bareSqlite(join(folder, 'warm-up.db'))
  try {
    await work(database)
  } finally {
    await database.close()
    await rm(folder, { recursive: true })
  }
}

/** The store, with the longest of its transactions in milliseconds. */
function watched(store: Store): { store: Store; longest: () => number } {
  let longest = 0
  const transaction: Store['transaction'] = async (work) => {
    let result: unknown
    longest = Math.max(longest, await timed(async () => void (result = await store.transaction(work))))
    return result as Awaited<ReturnType<typeof work>>
  }
  return { store: { ...store, transaction }, longest: () => longest }
}

await withDatabase(async ({ url, run }) => {
  const bare = openStore(url, tmpdir())
  await bare.migrate()
  for (const statement of filling(readers, !values.server)) await run(statement)
  await bare.rows.continueNumbers()
  const { store, longest } = watched(bare)
  const context = { store, clock, events }
  await startWarmUp(context, { steps: [String(half)], timeZone: 'UTC' }, commandActor)
  const edition = await store.editions.create({
    digestId: 1,
    date: Temporal.PlainDate.from('2026-11-10'),
    number: 0,
    opensAt: now,
    frozenAt: now,
    dueAt: now,
    createdAt: now,
  })
  if (!edition) throw new Error('there is an edition of that day')
  const before = process.memoryUsage().rss
  const admitting = await timed(() => admitToday(context, edition))
  const grown = Math.round((process.memoryUsage().rss - before) / 1_000_000)
  const counting = await timed(() => countWaiting(context, 1))
  const expecting = await timed(() => expectedDay(context, 1))
  const reference = await timed(() =>
    run(`insert into warm_up_readers (subscriber_id, warm_up_id, admitted_at, by_plan)
      select subscriber_id, 2, 0, 1 from subscriptions where digest_id = 1 and status = 'active'
      order by created_at desc, id desc limit ${half}`),
  )
  console.log(`admitted ${(await store.warmUps.open())?.admitted} of ${readers} in ${ms(admitting)}`)
  console.log(`  one bare statement ${ms(reference)}: ${(admitting / reference).toFixed(2)} times (bar 4)`)
  console.log(`  longest transaction ${ms(longest())} (bar 500 ms), memory +${grown} MB`)
  console.log(`who waits counted in ${ms(counting)}, one reader's day in ${ms(expecting)}`)
  await bare.close()
  if (admitting > 4 * reference || longest() > 500) process.exitCode = 1
})
