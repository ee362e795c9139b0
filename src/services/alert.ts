import type { MessageContent } from '../core/message.ts'
import type { Rooms } from '../store/store.ts'

/**
 * Writes an alert to each of the newsroom's `alerts` addresses into the outbox, once for an event: `occasion` names it and
 * `which` is its day or number. Gives false where it was told already. To be called in the transaction that found it.
 */
export async function alert(
  tx: Pick<Rooms, 'newsroom' | 'messages'>,
  { occasion, which }: { occasion: string; which: string },
  content: Omit<MessageContent, 'kind'>,
  at: Temporal.Instant,
): Promise<boolean> {
  if (!(await tx.newsroom.changeSetting(`alerted:${occasion}`, which))) return false
  const addresses = (await tx.newsroom.get())?.alerts ?? []
  for (const address of addresses) await tx.messages.enqueue(address, { kind: 'alert', ...content }, at)
  return true
}
