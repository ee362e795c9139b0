import type { Edition } from '../../../core/entities/edition.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { reasonOf } from '../../../core/errors.ts'
import { deliver } from './deliver.ts'
import type { Context } from '../../context.ts'
import { maySend } from './ledger/claim-queue.ts'
import { settleStopped } from './ledger/settle-stopped.ts'

/**
 * Goes on with every edition that is being sent and not stopped, beside each other, until none has a row that is due now. Those that an
 * earlier call is still at, by `underWay`, are left to it: a long one keeps no other waiting. A fault of one is told as an event
 * and keeps no other from its readers.
 */
export async function sendDue(
  context: Context,
  signal: AbortSignal,
  underWay: Set<number> = new Set(),
): Promise<void> {
  const { events } = context
  const waiting = (await editionsToSend(context)).filter(({ edition }) => !underWay.has(edition.id))
  for (const { edition } of waiting) underWay.add(edition.id)
  const sent = waiting.map(async ({ digest, edition }) => {
    try {
      await deliver(context, edition, signal)
    } catch (error) {
      const message = `${digest.key} of ${edition.date.toString()} is not sent yet: ${reasonOf(error)}`
      events.emit({ name: 'delivery.failed', message, data: { edition: edition.id } })
    } finally {
      underWay.delete(edition.id)
    }
  })
  await Promise.all(sent)
}

/** The editions that are being sent and not stopped, each with its digest. */
export async function editionsToSend(context: Context): Promise<{ digest: Digest; edition: Edition }[]> {
  const { store } = context
  await settleStopped(context)
  const all = await Promise.all(
    (await store.digests.list()).map(async (digest) =>
      (await store.editions.inStatus(digest.id, ['sending'])).map((edition) => ({ digest, edition })),
    ),
  )
  return all.flat().filter(({ edition }) => !edition.stop)
}

/** More e-mails that are due are work for one process more: a process claims so many at a time. */
const worthSharing = 500

/**
 * Goes on with one edition until none of its rows is due now, for a process that shares it with others: while there is much left, one more
 * is woken for it. Throws as `deliver` does.
 */
export async function sendPart(context: Context, id: number, signal: AbortSignal): Promise<void> {
  const { store } = context
  const edition = await store.editions.byId(id)
  if (edition?.status !== 'sending' || edition.stop) return
  if (await isWorthSharing(context, id)) await store.transaction((tx) => tx.jobs.wake('deliveries', id))
  await deliver(context, edition, signal)
}

/** Never while sending is paused: processes would wake each other without end, as nothing of what is due leaves. */
async function isWorthSharing(context: Context, id: number): Promise<boolean> {
  const { store, clock } = context
  if (!(await maySend(context, id))) return false
  return (await store.fanOuts.open(id)) !== null || store.claims.hasDue(id, worthSharing, clock.now())
}
