import { systemActor, type Actor } from '../../core/entities/actor.ts'
import type { AlertAbout } from '../../core/entities/alerts.ts'
import type { Alert } from '../../core/entities/messages/alert.ts'
import { english } from '../../core/said/sentence.ts'
import type { Transaction } from '../../store/store.ts'
import { writeMessage } from '../sending/outbox/write-message.ts'
import { recipientsOf } from './recipients.ts'

/** What an alert is written with: the transaction that caused it. */
export type AlertTx = Pick<
  Transaction,
  'newsroom' | 'accounts' | 'alertChoices' | 'messages' | 'audit' | 'jobs'
>

/** Something to report once. */
export interface AlertEvent {
  /** Identifies the event: `sources:2026-11-23`. */
  dedupe: string
  about: AlertAbout
  /** Who did it, and needs no e-mail about it. */
  by?: Actor
}

/**
 * Writes an alert to the outbox for each recipient, once per event. Returns false if it was written before. Call it in the transaction that
 * caused or found it.
 */
export async function alert(
  tx: AlertTx,
  { dedupe, about, by = systemActor }: AlertEvent,
  content: Omit<Alert, 'isChosen'>,
  at: Temporal.Instant,
): Promise<boolean> {
  if (!(await tx.messages.alertOnce(dedupe, at))) return false
  const recipients = await recipientsOf(tx, about, by)
  for (const { address, isChosen } of recipients)
    await writeMessage(tx, address, { kind: 'alert', ...content, isChosen }, at)
  const detail = { subject: english(content.subject), addresses: recipients.length }
  await tx.audit.append({ at, actor: systemActor, action: 'alert', subject: dedupe, detail })
  return true
}
