import type { Subscription } from '../../../core/entities/subscription.ts'
import { said } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import { alert } from '../../alerts/alert.ts'
import type { Context } from '../../context.ts'
import { writeMessage } from '../../sending/outbox/write-message.ts'
import { alreadyMail, confirmationMail, type MailMaking } from '../mails/reader-mails.ts'
import { reserveOfSite } from './budgets.ts'

/** When an e-mail is written, and when it may be sent. */
interface Times {
  at: Temporal.Instant
  dueAt: Temporal.Instant
}

/** Who is asked, for which request. */
interface Asked {
  signUp: number
  email: string
  subscriberId: number
  /** The origin of the address; by default the form. */
  from?: 'form' | 'import'
}

/** Writes the e-mail that asks for confirmation, and stores its Message-ID with the request. */
export async function writeConfirmation(
  context: Pick<Context, 'settings' | 'mail'>,
  tx: Transaction,
  making: MailMaking,
  { signUp, email, subscriberId, from }: Asked,
  { at, dueAt }: Times,
): Promise<void> {
  const content = confirmationMail(making, signUp, from)
  const id = await writeMessage(tx, email, content, at, { dueAt, subscriberId })
  const host = new URL(context.settings.publicUrl).hostname
  await tx.signUps.setMessageId(signUp, context.mail.singleMailId(id, host))
}

/** Writes the e-mail for somebody who is subscribed already. */
export async function writeKnown(
  tx: Transaction,
  making: MailMaking,
  subscription: Subscription,
  { at, dueAt }: Times,
): Promise<void> {
  const { email, subscriberId } = subscription
  await writeMessage(tx, email, alreadyMail(making, subscription), at, { dueAt, subscriberId })
}

/**
 * When the next e-mail may be sent within the site's budget; null if the budget is used up for a day ahead. The newsroom gets an alert once
 * a day if e-mails have to wait.
 */
export async function dueOfSite(
  { settings, events }: Pick<Context, 'settings' | 'events'>,
  tx: Transaction,
  at: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const perHour = settings.signUps.perHour
  const dueAt = await reserveOfSite(tx, perHour, at)
  if (dueAt !== null && Temporal.Instant.compare(dueAt, at) <= 0) return dueAt
  const day = at.toZonedDateTimeISO('UTC').toPlainDate().toString()
  const isFirst = await alert(
    tx,
    { dedupe: `sign-ups:${day}`, about: { alert: 'sign-ups', digest: null } },
    {
      subject: said('alert-sign-ups-subject'),
      lead: said('alert-sign-ups-lead', { count: perHour }),
      points: [],
      advice: said('alert-sign-ups-advice'),
    },
    at,
  )
  if (isFirst)
    events.emit({
      name: 'sign-ups.waiting',
      message: `more than ${perHour} sign-ups in an hour: their confirmations wait`,
      data: { perHour },
    })
  return dueAt
}
