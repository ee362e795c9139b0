import { reasonOf } from '../../../core/errors.ts'
import { deliver } from './deliver.ts'
import type { Context } from '../../context.ts'
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
  const { store, events } = context
  await settleStopped(context)
  const all = await Promise.all(
    (await store.digests.list()).map(async (digest) =>
      (await store.editions.inStatus(digest.id, ['sending'])).map((edition) => ({ digest, edition })),
    ),
  )
  const waiting = all.flat().filter(({ edition }) => !edition.stop && !underWay.has(edition.id))
  for (const { edition } of waiting) underWay.add(edition.id)
  const sent = waiting.map(async ({ digest, edition }) => {
    try {
      await deliver(context, edition, signal)
    } catch (error) {
      const message = `${digest.key} of ${edition.date.toString()} waits: ${reasonOf(error)}`
      events.emit({ level: 'error', name: 'delivery.waits', message })
    } finally {
      underWay.delete(edition.id)
    }
  })
  await Promise.all(sent)
}
