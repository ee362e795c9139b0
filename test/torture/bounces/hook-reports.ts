import type { FeedbackOutcome } from '../../../src/core/entities/feedback/feedback.ts'
import {
  mailgun,
  mailgunFailure,
  postmark,
  postmarkBounce,
  sendgrid,
  sendgridBounce,
  sesBounce,
  sesMail,
  sns,
  type Posted,
} from '../../mail/hooks/support.ts'
import type { TortureEvent } from './report.ts'

/** Of one reader: the address, the tag of the e-mail, and that of another reader. */
interface Reader {
  email: string
  tag: string
  otherTag: string
}

interface Made {
  body: object
  sign(body: object, at: Temporal.Instant): Posted
  outcome: FeedbackOutcome | 'arrived' | 'left'
}
type Make = (reader: Reader) => Made

const bySendgrid = (body: object, outcome: Made['outcome']): Made => ({
  body,
  sign: (event, at) => sendgrid([event], at),
  outcome,
})
const byMailgun = (body: object, outcome: Made['outcome']): Made => ({ body, sign: mailgun, outcome })
const byPostmark = (body: object, outcome: Made['outcome']): Made => ({
  body,
  sign: (event) => postmark(event),
  outcome,
})
const bySes = (body: object, outcome: Made['outcome']): Made => ({
  body,
  sign: (event, at) => sns(JSON.stringify(event), at),
  outcome,
})
const full = { status: '4.2.2', reason: '452 4.2.2 Mailbox full' }
const blocked = { status: '5.7.1', reason: '554 5.7.1 Client host blocked using a blocklist' }
const sesGone = (email: string, tag: string) => JSON.parse(sesBounce(email, tag)) as object

/** Events of every kind from each service. Fewer than a fifth are permanent, which would otherwise count as a mass failure. */
const kinds: Make[] = [
  ({ email, tag }) => bySendgrid(sendgridBounce(email, tag), 'suppressed'),
  ({ email, tag }) => byMailgun(mailgunFailure(email, tag), 'suppressed'),
  ({ email, tag }) => byPostmark(postmarkBounce(email, tag), 'suppressed'),
  ({ email, tag }) => bySes(sesGone(email, tag), 'suppressed'),
  ({ email, tag }) => bySendgrid(sendgridBounce(email, tag, { event: 'spamreport' }), 'suppressed'),
  ({ email, tag }) => byMailgun(mailgunFailure(email, tag, { event: 'complained' }), 'suppressed'),
  ({ email, tag }) => bySendgrid(sendgridBounce(email, tag, full), 'counted'),
  ({ email, tag }) =>
    byPostmark(postmarkBounce(email, tag, { Type: 'SoftBounce', Details: `smtp;${full.reason}` }), 'counted'),
  ({ email, tag }) => bySendgrid(sendgridBounce(email, tag, blocked), 'ours'),
  ({ email, tag }) => byPostmark(postmarkBounce(email, tag, { Type: 'SpamNotification' }), 'ours'),
  ({ email, tag }) => byPostmark(postmarkBounce(email, tag, { Type: 'AutoResponder' }), 'noted'),
  ({ email, tag }) => byPostmark(postmarkBounce(email, tag, { Type: 'AddressChange' }), 'hint'),
  ({ email, tag }) => bySendgrid(sendgridBounce(email, tag, { event: 'deferred' }), 'noted'),
  ({ email, tag }) => byMailgun(mailgunFailure(email, tag, { event: 'unsubscribed' }), 'left'),
  ({ email, tag }) => bySendgrid(sendgridBounce(email, tag, { event: 'unsubscribe' }), 'left'),
  ({ email, tag }) => bySendgrid(sendgridBounce(email, tag, { event: 'delivered' }), 'arrived'),
  ({ email, tag }) => bySes({ ...deliveryOf(email), mail: sesMail(email, tag) }, 'arrived'),
  ({ email }) => byMailgun(mailgunFailure(email, ''), 'unmatched'),
  ({ email, otherTag }) => bySes(sesGone(email, otherTag), 'other-recipient'),
  ({ email, otherTag }) => byPostmark(postmarkBounce(email, otherTag), 'other-recipient'),
]

const deliveryOf = (email: string) => ({ eventType: 'Delivery', delivery: { recipients: [email] } })

/** One event for each reader from `first` on; `tagOf` returns the tag of a reader's e-mail, `subscriptionOf` the subscription. */
export function eventsFor(
  readers: readonly number[],
  { tagOf, subscriptionOf }: { tagOf(reader: number): string; subscriptionOf(reader: number): number },
): TortureEvent[] {
  return readers.map((reader, at) => {
    const email = `reader${reader}@example.org`
    const otherTag = tagOf(readers[(at + 1) % readers.length] ?? reader)
    const { body, sign, outcome } = (kinds[at % kinds.length] as Make)({
      email,
      tag: tagOf(reader),
      otherTag,
    })
    const mark = `X-Report: ${reader}`
    const isRow = outcome !== 'arrived' && outcome !== 'left'
    return {
      mark,
      outcomes: isRow ? [outcome] : outcome === 'left' ? ['unsubscribed'] : [],
      suppresses: outcome === 'suppressed' ? email : null,
      arrived: outcome === 'arrived' ? subscriptionOf(reader) : null,
      left: outcome === 'left' ? subscriptionOf(reader) : null,
      post: (time) => sign({ ...body, id: `event-${reader}`, mark }, time),
    }
  })
}
