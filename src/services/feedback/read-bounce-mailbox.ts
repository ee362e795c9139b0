import { z } from 'zod'
import { systemActor } from '../../core/entities/actor.ts'
import type { MailboxMessage } from '../../core/entities/feedback/mailbox-message.ts'
import { reasonOf } from '../../core/errors.ts'
import type { OpenMailbox } from '../../mail/incoming/imap/mailbox.ts'
import type { Context } from '../context.ts'
import { forgetFaults, noteFault } from './mailbox-faults.ts'
import { receiveMessage, type FeedbackDeps } from './receive-message.ts'

const positionName = 'bounce-mailbox'
const position = z.object({ validity: z.string(), uid: z.number() })
/** Messages read per call; the rest is read by the next. */
const mostMessages = 200

/**
 * Reads new messages in the bounce mailbox. A message is deleted there once it is stored here; one that was not sent by a server, a
 * provider or a program stays for people. If it is interrupted, the next call reads again what was not deleted, and stores nothing twice.
 * Failures are reported as events; that of one message does not affect the others.
 */
export async function readBounceMailbox(
  context: FeedbackDeps & Pick<Context, 'bounceMailbox'>,
  signal: AbortSignal,
): Promise<void> {
  const { events, bounceMailbox } = context
  if (!bounceMailbox) return
  let mailbox: OpenMailbox | null = null
  try {
    mailbox = await bounceMailbox.open(signal)
    await readFresh(context, mailbox, signal)
    await lookAgain(context, mailbox, signal)
  } catch (error) {
    if (signal.aborted) return
    const message = `the bounce mailbox (${bounceMailbox.describes}) was not read: ${reasonOf(error)}`
    events.emit({ name: 'bounces.unread', message })
  } finally {
    await mailbox?.close()
  }
}

/** The number of the last message that was read, in its numbering; null before the first. */
export async function lastRead({ store }: Pick<Context, 'store'>): Promise<z.infer<typeof position> | null> {
  const kept = await store.newsroom.setting(positionName)
  return kept === null ? null : position.parse(JSON.parse(kept))
}

async function readFresh(context: FeedbackDeps, mailbox: OpenMailbox, signal: AbortSignal): Promise<void> {
  const { store, events } = context
  const { validity, next } = mailbox
  const earlier = await lastRead(context)
  const isPossible = earlier?.validity === validity && earlier.uid < (next ?? Infinity)
  const before = isPossible ? earlier.uid : 0
  if (earlier && before === 0) {
    await store.mailboxMessages.keepOnly(validity)
    const message =
      'the server of the bounce mailbox has numbered its messages anew; all of them are read again'
    events.emit({ name: 'bounces.renumbered', message })
  }
  let last = before
  try {
    for (const uid of (await mailbox.above(before)).slice(0, mostMessages)) {
      if (signal.aborted) return
      const fault = await tryMessage(context, mailbox, uid, signal, null)
      last = uid
      if (fault && !mailbox.isOpen()) throw fault.error
    }
  } finally {
    if (last !== before)
      await store.newsroom.putSetting(positionName, JSON.stringify({ validity, uid: last }))
  }
}

/** Reads messages again that failed before, if another attempt is due. */
async function lookAgain(context: FeedbackDeps, mailbox: OpenMailbox, signal: AbortSignal): Promise<void> {
  const { store, clock } = context
  for (const earlier of await store.mailboxMessages.due(mailbox.validity, clock.now(), mostMessages)) {
    if (signal.aborted) return
    const fault = await tryMessage(context, mailbox, earlier.uid, signal, earlier)
    if (fault && !mailbox.isOpen()) throw fault.error
  }
}

/** Reads a message and deletes it. Returns the failure, once that is recorded; null if there was none. */
async function tryMessage(
  context: FeedbackDeps,
  mailbox: OpenMailbox,
  uid: number,
  signal: AbortSignal,
  earlier: MailboxMessage | null,
): Promise<{ error: unknown } | null> {
  const progress: { need: MailboxMessage['need']; size: number | null } = { need: 'reading', size: null }
  try {
    if (earlier?.need === 'reading') progress.size = (await mailbox.look(uid))?.size ?? null
    if (earlier?.need === 'deleting' || (await takeIn(context, mailbox, uid))) {
      progress.need = 'deleting'
      if (!(await mailbox.delete(uid))) throw new Error(`DELETE ${uid}: refused`)
    }
    if (earlier) await forgetFaults(context, mailbox, uid)
    return null
  } catch (error) {
    if (signal.aborted) throw error
    await noteFault(context, mailbox, uid, { ...progress, error })
    return { error }
  }
}

/** Returns whether the message is to be deleted. */
async function takeIn(context: FeedbackDeps, mailbox: OpenMailbox, uid: number): Promise<boolean> {
  const bytes = await mailbox.fetch(uid)
  if (bytes === null) return false
  const { kind } = await receiveMessage(context, { bytes, envelope: null }, systemActor)
  return kind !== 'other'
}
