import type { MessageContent } from '../../../core/entities/message.ts'
import type { Transaction } from '../../../store/store.ts'

/** Writes a message into the outbox, in the transaction that caused it; where jobs run, it leaves once that is committed. */
export async function writeMessage(
  tx: Pick<Transaction, 'messages' | 'jobs'>,
  recipient: string,
  content: MessageContent,
  at: Temporal.Instant,
): Promise<void> {
  await tx.messages.enqueue(recipient, content, at)
  await tx.jobs.wake('outbox')
}
