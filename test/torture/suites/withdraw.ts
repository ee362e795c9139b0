import { commandActor } from '../../../src/core/entities/actor.ts'
import { addressHash } from '../../../src/core/addresses/address.ts'
import { waitingStates, type DeliveryStatus } from '../../../src/core/entities/states.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import type { Delivery } from '../../../src/core/entities/delivery.ts'
import { pauseSending, resumeSending } from '../../../src/services/sending/sending-pause.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { inEdition } from '../../../src/services/editions/changing/make-change.ts'
import { setNote } from '../../../src/services/editions/changing/edition/set-note.ts'
import { abandonEdition } from '../../../src/services/editions/stopping/abandon-edition.ts'
import { continueEdition } from '../../../src/services/editions/stopping/continue-edition.ts'
import { correctEdition } from '../../../src/services/editions/stopping/correct-edition.ts'
import { stopEdition } from '../../../src/services/editions/stopping/stop-edition.ts'
import { suppressionKey } from '../../../src/services/subscribers/suppression-key.ts'
import { unsubscribe } from '../../../src/services/subscribers/leaving/unsubscribe.ts'
import { upTo, seeded } from '../chance.ts'
import { openInside, type Inside } from '../place/inside.ts'
import { connections } from '../../../src/services/sending/delivery/ledger/ledger.ts'
import { bar, rowOf } from '../report.ts'
import type { Suite } from '../suite.ts'
import { added, nothing, tally } from '../tally.ts'

const firstDay = Temporal.Instant.from('2026-11-10T07:00Z')
const actor = commandActor

/** The states of a row before its body is sent. */
const waiting: readonly DeliveryStatus[] = waitingStates

/**
 * While an edition is being sent, the server holds its replies to DATA on every connection; then readers leave, are suppressed and pause,
 * all sending is paused, or the edition is stopped; then the server continues. Only those in flight get an e-mail before a stopped edition
 * is continued, or corrected and approved again; nobody does once it is abandoned.
 */
export const withdraw: Suite = async ({ backend, points, recipients, seed, step }) => {
  const inside = await openInside(backend, recipients)
  const chance = seeded(seed)
  const total = nothing()
  const ways = [readersLeave, allIsPaused, stoppedAndContinued, stoppedAndCorrected, stoppedAndAbandoned]
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
      'left, suppressed, paused, all paused, stopped and continued, corrected, abandoned',
    )
  } finally {
    await inside.drop()
  }
}

/** Does it, and returns what to check once the run has ended, which returns failed expectations. */
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

/** A third of the waiting readers leaves in each of the ways that readers have. */
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
    // Nobody lifts a suppression here, so only one reader at a time.
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
      ...bar(got.length === 0, `${got.length} who had left got an e-mail`),
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
    const status = edition?.status
    await resumeSending(context, actor)
    await run(context, room.digest, actor)
    return [
      ...bar(slipped <= inFlight, `${slipped} e-mails were sent while paused, ${inFlight} were in flight`),
      ...bar(status === 'sending', `the paused edition was ${status}`),
    ]
  }
}

/** Stops it, and checks once the run has ended: only those in flight got an e-mail, and the others still wait. */
async function stopIt(
  { room, store, server }: Inside,
  rows: Delivery[],
  then: (edition: Edition) => Promise<string[]>,
): Promise<() => Promise<string[]>> {
  const { context } = room.app
  const inFlight = rows.filter((row) => row.status === 'inflight').length
  const before = (await server.taken()).length
  const edition = await store.editions.newestScheduled(room.digest.id)
  if (edition?.status !== 'sending') return async () => [`the edition to stop is ${edition?.status}`]
  await stopEdition(context, edition, 'torture', actor)
  return async () => {
    const slipped = (await server.taken()).length - before
    const stopped = await store.editions.byId(edition.id)
    const ended = rows.filter((row) => row.status === 'skipped' || row.status === 'failed').length
    const { skipped = 0, failed = 0 } = await store.deliveries.counts(edition.id)
    return [
      ...bar(slipped <= inFlight, `${slipped} e-mails were sent after the stop, ${inFlight} were in flight`),
      ...bar(stopped?.status === 'sending', `the stopped edition was ${stopped?.status}`),
      ...bar(skipped + failed === ended, `${skipped + failed - ended} rows ended while it was stopped`),
      ...(await then(edition)),
    ]
  }
}

const stoppedAndContinued: Way = (inside, rows) =>
  stopIt(inside, rows, async (edition) => {
    const { context } = inside.room.app
    await continueEdition(context, edition, actor)
    await run(context, inside.room.digest, actor)
    return []
  })

const stoppedAndCorrected: Way = (inside, rows) =>
  stopIt(inside, rows, async (edition) => {
    const { room, store, server } = inside
    const { context } = room.app
    const corrected = await correctEdition(context, edition, actor)
    if (!corrected.ok) return [`it could not be corrected: ${corrected.code}`]
    const { revision } = corrected
    const draft = (await store.editions.byId(edition.id)) ?? edition
    await setNote(context, inEdition(draft), { text: 'Corrected.' }, actor)
    const before = (await server.taken()).length
    await run(context, room.digest, actor)
    const slipped = (await server.taken()).length - before
    await approve(context, (await store.editions.byId(edition.id)) ?? edition, actor)
    await run(context, room.digest, actor)
    const after = await store.deliveries.list({ editionId: edition.id, status: 'sent', count: 1_000_000 })
    const wrong = after.filter((row) => row.revision !== edition.revision && row.revision !== revision + 1)
    return [
      ...bar(slipped === 0, `${slipped} e-mails of a correction were sent before it was approved`),
      ...bar(wrong.length === 0, `${wrong.length} e-mails had a revision that was not approved`),
    ]
  })

const stoppedAndAbandoned: Way = (inside, rows) =>
  stopIt(inside, rows, async (edition) => {
    await abandonEdition(inside.room.app.context, edition, null, actor)
    return []
  })
