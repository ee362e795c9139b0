import { setTimeout as wait } from 'node:timers/promises'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { AppError } from '../../../src/core/errors.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { spread } from '../chance.ts'
import { faultTable, type Expected } from './fault-table.ts'
import { openInside, type Inside } from '../place/inside.ts'
import { bar, rowOf } from '../report.ts'
import type { Suite } from '../suite.ts'
import { added, nothing, tally } from '../tally.ts'

const firstDay = Temporal.Instant.from('2026-11-10T07:00Z')
/** By then every postponed row may be tried again. */
const later = Temporal.Duration.from({ hours: 2 })

/** Each way in which a server can break down, at each stage: a day's edition is sent against it, and again when it is repaired. */
export const faults: Suite = async ({ backend, points, recipients, step }) => {
  const inside = await openInside(backend, recipients)
  const total = nothing()
  const cases = spread(faultTable, points)
  let held = 0
  try {
    for (const [index, one] of cases.entries()) {
      const found = await tryOne(inside, recipients, one, index)
      added(total, found, `${one.kind} at ${one.stage}`)
      if (one.repaired === 'unknown') held += recipients
      step(index + 1, cases.length)
    }
    return rowOf(
      { suite: 'SMTP faults', backend: backend.name, points: cases.length },
      total,
      { twice: 0, unknown: held },
      'each of drop, 421, 4xx, 5xx, stall, drip at each stage; close, reset, bye after an e-mail',
    )
  } finally {
    await inside.drop()
  }
}

async function tryOne(inside: Inside, readers: number, one: Expected, day: number) {
  const { room, store, server } = inside
  const before = (await server.taken()).length
  const at = firstDay.add({ hours: day * 24 })
  room.clock.set(at.toString())
  await inside.news()
  inside.mailTo(addressFor(inside, one))
  const { kind, stage } = one
  await server.breakDown(kind === 'refuse' ? null : { kind, stage, times: 1_000_000 })
  const thrown = await runOnce(inside)
  const states = await statesOf(inside)
  await server.breakDown(null)
  inside.mailTo(server.url)
  room.clock.set(at.add(later).toString())
  const thrownLater = await runOnce(inside)
  const edition = await store.editions.newestScheduled(room.digest.id)
  const found = await tally(store, readers, edition?.id ?? 0, (await server.taken()).slice(before))
  const repaired = await statesOf(inside)
  return {
    ...found,
    wrong: [
      ...found.wrong,
      ...bar(thrown === (one.throws ?? null), `the run threw ${thrown}, not ${one.throws ?? 'nothing'}`),
      ...bar(thrownLater === null, `the second run threw ${thrownLater}`),
      ...bar(states === one.broken, `recipients are ${states}, not ${one.broken}`),
      ...bar(repaired === one.repaired, `after the repair recipients are ${repaired}, not ${one.repaired}`),
    ],
  }
}

/** Only a login reaches AUTH; port 1 of this machine has no server. */
function addressFor({ server }: Inside, { kind, stage }: Expected): string {
  if (kind === 'refuse') return 'smtp://127.0.0.1:1'
  return stage === 'AUTH' ? server.url.replace('smtp://', 'smtp://user:password@') : server.url
}

/** Milliseconds; a run that takes longer is waiting for a server forever. */
const patience = 60_000

/** The code of what was thrown; null for nothing. */
async function runOnce({ room }: Inside): Promise<string | null> {
  try {
    const hangs = wait(patience, 'hangs', { ref: false })
    return await Promise.race([hangs, run(room.app.context, room.digest, commandActor).then(() => null)])
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

/** The state of all rows of the newest edition, or all their states. */
async function statesOf({ room, store }: Inside): Promise<string> {
  const edition = await store.editions.newestScheduled(room.digest.id)
  return edition ? Object.keys(await store.deliveries.counts(edition.id)).join(' and ') : 'nowhere'
}
