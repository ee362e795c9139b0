import type { MessageContent } from '../../../core/entities/message.ts'
import type { Transaction } from '../../../store/store.ts'

/**
 * Writes a message to the outbox, in the transaction that caused it; where jobs run, it is sent once that is committed and it is due.
 * Returns its id.
 */
export async function writeMessage(
  tx: Pick<Transaction, 'messages' | 'jobs'>,
  recipient: string,
  content: MessageContent,
  at: Temporal.Instant,
  options: Parameters<typeof tx.messages.enqueue>[3] = {},
): Promise<number> {
  const id = await tx.messages.enqueue(recipient, content, at, options)
  await tx.jobs.wake('outbox')
  return id
}
