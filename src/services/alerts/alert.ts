import type { Alert } from '../../core/entities/messages/alert.ts'
import { systemActor } from '../../core/entities/actor.ts'
import type { Transaction } from '../../store/store.ts'
import { writeMessage } from '../sending/outbox/write-message.ts'
import { english } from '../../core/said/sentence.ts'

/**
 * Writes an alert to each of the newsroom's `alerts` addresses into the outbox, once for an event, which `dedupe` names:
 * `sources:2026-11-23`. Gives false where it was written before. To be called in the transaction that found it.
 */
export async function alert(
  tx: Pick<Transaction, 'newsroom' | 'messages' | 'audit' | 'jobs'>,
  dedupe: string,
  content: Alert,
  at: Temporal.Instant,
): Promise<boolean> {
  if (!(await tx.messages.alertOnce(dedupe, at))) return false
  const addresses = (await tx.newsroom.get())?.alerts ?? []
  for (const address of addresses) await writeMessage(tx, address, { kind: 'alert', ...content }, at)
  const detail = { subject: english(content.subject), addresses: addresses.length }
  await tx.audit.append({ at, actor: systemActor, action: 'alert', subject: dedupe, detail })
  return true
}
