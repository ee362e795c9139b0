import type { Edition } from '../../../core/entities/edition.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { reasonOf } from '../../../core/errors.ts'
import { deliver } from './deliver.ts'
import type { Context } from '../../context.ts'
import { maySend } from './ledger/claim-queue.ts'
import { settleStopped } from './ledger/settle-stopped.ts'

/**
 * Continues all editions that are being sent and not stopped, concurrently, until none has a row that is due now. Editions in `underWay`
 * are skipped, because an earlier call is still sending them. An error in one is reported as an event and does not affect the others.
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

/** Due e-mails above which another process is woken; a process claims about this many at a time. */
const worthSharing = 500

/**
 * Continues one edition until none of its rows is due now, sharing it with other processes: while much is left, another process is woken
 * for it. Throws as `deliver` does.
 */
export async function sendPart(context: Context, id: number, signal: AbortSignal): Promise<void> {
  const { store } = context
  const edition = await store.editions.byId(id)
  if (edition?.status !== 'sending' || edition.stop) return
  if (await isWorthSharing(context, id)) await store.transaction((tx) => tx.jobs.wake('deliveries', id))
  await deliver(context, edition, signal)
}

/** False while sending is paused: processes would wake each other endlessly, because nothing that is due can be sent. */
async function isWorthSharing(context: Context, id: number): Promise<boolean> {
  const { store, clock } = context
  if (!(await maySend(context, id))) return false
  return (await store.fanOuts.open(id)) !== null || store.claims.hasDue(id, worthSharing, clock.now())
}
