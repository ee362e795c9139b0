import { createHash } from 'node:crypto'
import {
  mostFailures,
  nextAttempt,
  type MailboxMessage,
} from '../../core/entities/feedback/mailbox-message.ts'
import { reasonOf } from '../../core/errors.ts'
import { clip, oneLine } from '../../core/text/text.ts'
import type { OpenMailbox } from '../../mail/incoming/imap/mailbox.ts'
import type { Context } from '../context.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'events'>

/** A failure with a message of the mailbox. */
interface Fault {
  need: MailboxMessage['need']
  error: unknown
  /** Bytes; null if unknown. */
  size: number | null
}

/**
 * Records that a message could not be read or deleted, so that others are read and it is retried later. After too many failures it is
 * listed as unreadable, and retried once a day.
 */
export async function noteFault(
  { store, clock, events }: Deps,
  { validity }: Pick<OpenMailbox, 'validity'>,
  uid: number,
  { need, error, size }: Fault,
): Promise<void> {
  const at = clock.now()
  const fault = clip(oneLine(reasonOf(error).replaceAll('\0', '').toWellFormed()), 300)
  const failures = await store.transaction(async (tx) => {
    const earlier = await tx.mailboxMessages.of(validity, uid)
    const count = (earlier?.need === need ? earlier.failures : 0) + 1
    const known = size ?? earlier?.size ?? null
    await tx.mailboxMessages.put({
      validity,
      uid,
      need,
      failures: count,
      size: known,
      fault,
      nextAt: nextAttempt(count, at),
    })
    if (need === 'reading' && count >= mostFailures)
      await tx.feedback.keep(unreadable({ validity, uid, size: known, fault }, at))
    return count
  })
  const isFirst = failures === 1
  if (!isFirst && (need === 'deleting' || failures !== mostFailures)) return
  const message = `message ${uid} of the bounce mailbox was not ${need === 'reading' ? 'read' : 'deleted'} (${fault}); ${isFirst ? 'it is tried again' : 'it is listed as unreadable, and tried once a day'}`
  events.emit({ name: isFirst ? 'bounces.message-fault' : 'bounces.unreadable', message, data: { uid } })
}

/** Deletes the record of failures of a message that has been read and deleted, or is gone. */
export async function forgetFaults(
  { store }: Pick<Context, 'store'>,
  { validity }: Pick<OpenMailbox, 'validity'>,
  uid: number,
): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.mailboxMessages.remove(validity, uid)
    await tx.feedback.forgetUnreadable(keyOf(validity, uid))
  })
}

const keyOf = (validity: string, uid: number): string =>
  createHash('sha256').update(`mailbox\0${validity}\0${uid}`).digest('base64url').slice(0, 32)

function unreadable(
  { validity, uid, size, fault }: Pick<MailboxMessage, 'validity' | 'uid' | 'size' | 'fault'>,
  receivedAt: Temporal.Instant,
) {
  const none = { status: '', reply: '', address: null, domain: '', hash: null, sender: '', message: '' }
  return {
    ...none,
    key: keyOf(validity, uid),
    receivedAt,
    kind: 'other',
    outcome: 'unreadable',
    reason: 'message',
    hard: false,
    says: `UID ${uid}${size === null ? '' : ` (${size} B)`}: ${fault}`,
    subscriberId: null,
    editionId: null,
    subject: '',
    limits: [],
    size,
  } as const satisfies Parameters<Context['store']['feedback']['keep']>[0]
}
