import { commandActor } from '../../src/core/entities/actor.ts'
import { addressHash } from '../../src/core/addresses/address.ts'
import { waitingStates, type DeliveryStatus } from '../../src/core/entities/states.ts'
import type { Delivery } from '../../src/store/repositories/deliveries.ts'
import { pauseSending, resumeSending } from '../../src/services/sending/sending-pause.ts'
import { run } from '../../src/services/editions/composing/run.ts'
import { stopEdition } from '../../src/services/editions/stop-edition.ts'
import { suppressionKey } from '../../src/services/subscribers/suppression-key.ts'
import { unsubscribe } from '../../src/services/subscribers/unsubscribe.ts'
import { upTo, seeded } from './chance.ts'
import { openInside, type Inside } from './inside.ts'
import { connections } from '../../src/services/sending/delivery/ledger.ts'
import { bar, rowOf } from './report.ts'
import type { Suite } from './suite.ts'
import { added, nothing, tally } from './tally.ts'

const firstDay = Temporal.Instant.from('2026-11-10T07:00Z')
const actor = commandActor

/** What stands in the ledger of a row, where the body of no mail has begun. */
const waiting: readonly DeliveryStatus[] = waitingStates

/**
 * In mid-send the server holds its answers to DATA on every connection; then readers leave, are suppressed and pause,
 * all sending is paused, or the presses are stopped; then the server goes on. Nobody who was not in flight gets a mail.
 */
export const withdraw: Suite = async ({ backend, points, recipients, seed, step }) => {
  const inside = await openInside(backend, recipients)
  const chance = seeded(seed)
  const total = nothing()
  const ways = [readersLeave, allIsPaused, pressesStop]
  try {
    for (let point = 0; point < points; point += 1) {
      inside.room.clock.set(firstDay.add({ hours: 24 * point }).toString())
      await inside.news()
      const before = (await inside.server.taken()).length
      const way = ways[point % ways.length] ?? readersLeave
      const broken = await midSend(inside, upTo(chance, recipients / 2), way)
      const edition = await inside.store.editions.newestScheduled(inside.room.digest.id)
      const taken = (await inside.server.taken()).slice(before)
      const found = await tally(inside.store, recipients, edition?.id ?? 0, taken)
      added(total, { ...found, wrong: [...found.wrong, ...broken] }, way.name)
      step(point + 1, points)
    }
    return rowOf(
      { suite: 'withdrawals', backend: backend.name, points },
      total,
      { twice: 0, unknown: 0 },
      'left, suppressed, paused, all paused, stopped',
    )
  } finally {
    await inside.drop()
  }
}

/** Does it, and gives what is to be done once the run has ended; that gives bars that did not hold. */
type Way = (inside: Inside, rows: Delivery[]) => Promise<() => Promise<string[]>>

async function midSend(inside: Inside, mails: number, way: Way): Promise<string[]> {
  const { room, store, server } = inside
  const held = server.broken()
  await server.breakDown({ kind: 'hold', stage: 'DATA', after: mails, times: connections })
  const running = run(room.app.context, room.digest, actor)
  await Promise.race([held, running])
  const edition = await store.editions.newestScheduled(room.digest.id)
  const rows = await store.deliveries.list({ editionId: edition?.id ?? 0, status: null, count: 1_000_000 })
  const after = await way(inside, rows)
  await server.breakDown(null)
  await running
  return after()
}

/** A third of those who wait leaves by each of the ways that readers have. */
async function readersLeave(
  { room, store, server }: Inside,
  rows: Delivery[],
): Promise<() => Promise<string[]>> {
  const { context } = room.app
  const before = (await server.taken()).length
  const victims = rows.filter((row) => waiting.includes(row.status)).filter((_, index) => index % 3 === 0)
  for (const [index, row] of victims.entries()) {
    const subscription = await store.subscribers.byId(row.subscriptionId)
    if (!subscription) continue
    const now = room.clock.now()
    // Nobody lifts a suppression, so one reader at a time.
    if (index === 0) {
      const hash = addressHash(await suppressionKey(context), subscription.email)
      await store.suppressions.add(hash, 'complaint', now)
    } else if (index % 2 === 0) await unsubscribe(context, subscription, actor)
    else await store.subscribers.pause(subscription.id, now.add({ hours: 1 }), 'away', now)
  }
  return async () => {
    const taken = new Set((await server.taken()).slice(before).map((mail) => mail.recipient))
    const got = victims.filter((row) => taken.has(row.email ?? ''))
    const [edition] = victims
    const after = await store.deliveries.list({
      editionId: edition?.editionId ?? 0,
      status: 'skipped',
      count: 1_000_000,
    })
    const skipped = new Set(after.map((row) => row.subscriberId))
    for (const row of victims)
      await store.subscribers.move(row.subscriptionId, 'unsubscribed', 'active', room.clock.now())
    const kept = victims.filter((row) => !skipped.has(row.subscriberId))
    return [
      ...bar(got.length === 0, `${got.length} who had left got a mail`),
      ...bar(kept.length === 0, `${kept.length} who had left are not skipped`),
    ]
  }
}

async function allIsPaused(
  { room, store, server }: Inside,
  rows: Delivery[],
): Promise<() => Promise<string[]>> {
  const { context } = room.app
  const inFlight = rows.filter((row) => row.status === 'inflight').length
  const before = (await server.taken()).length
  await pauseSending(context, 'torture', actor)
  return async () => {
    const edition = await store.editions.newestScheduled(room.digest.id)
    const slipped = (await server.taken()).length - before
    const standing = edition?.status
    await resumeSending(context, actor)
    await run(context, room.digest, actor)
    return [
      ...bar(slipped <= inFlight, `${slipped} mails left while paused, ${inFlight} were in flight`),
      ...bar(standing === 'sending', `the paused edition was ${standing}`),
    ]
  }
}

async function pressesStop(
  { room, store, server }: Inside,
  rows: Delivery[],
): Promise<() => Promise<string[]>> {
  const { context } = room.app
  const inFlight = rows.filter((row) => row.status === 'inflight').length
  const before = (await server.taken()).length
  const edition = await store.editions.newestScheduled(room.digest.id)
  if (edition?.status !== 'sending') return async () => [`the edition to stop is ${edition?.status}`]
  await stopEdition(context, edition, 'torture', actor)
  return async () => {
    const slipped = (await server.taken()).length - before
    return bar(slipped <= inFlight, `${slipped} mails left after the stop, ${inFlight} were in flight`)
  }
}
