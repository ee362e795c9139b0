import { verify, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { serviceNames } from '../../core/entities/feedback/hook-service.ts'
import { said } from '../../core/said/said.ts'
import { oneLine } from '../../core/text/text.ts'
import { echoedName } from '../message/echoed-headers.ts'
import { refused, type Hook, type HookEvent } from './hook.ts'
import { jsonOf } from './json.ts'
import { complained, delivered, left, refusedBy, refusedByService, type Meaning } from './meaning.ts'

/** A batch has at most 768 KB, which is some 3,000 events. */
const mostEvents = 5000

const text = z.string().max(20_000).catch('')
const event = z.object({
  event: z.string().max(40),
  email: z.string().max(320),
  timestamp: z.number().catch(0),
  sg_message_id: text,
  'smtp-id': text,
  type: text,
  reason: text,
  response: text,
  status: text,
  [echoedName]: text,
})
type Event = z.infer<typeof event>

/**
 * SendGrid's signed event webhook: ECDSA over the time and the bytes. Its `sg_event_id` differs each time the same event is sent, so an
 * event is identified by its content.
 */
export const sendgridHook = (key: KeyObject): Hook => ({
  async read({ header, body }) {
    const time = header('x-twilio-email-event-webhook-timestamp')
    const signature = Buffer.from(header('x-twilio-email-event-webhook-signature'), 'base64')
    if (
      !/^\d{1,12}$/.test(time) ||
      !verify('sha256', Buffer.concat([Buffer.from(time), body]), key, signature)
    )
      return refused('forged', said('hook-not-signed'))
    const list = z.array(z.unknown()).safeParse(jsonOf(body.toString('utf8')))
    if (!list.success) return refused('malformed', said('hook-no-report', { service: serviceNames.sendgrid }))
    if (list.data.length > mostEvents) return refused('too-many', said('hook-too-many', { most: mostEvents }))
    return {
      ok: true,
      signedAt: Temporal.Instant.fromEpochMilliseconds(Number(time) * 1000),
      once: null,
      events: list.data.flatMap(read),
    }
  },
})

function read(given: unknown): HookEvent[] {
  const { success, data } = event.safeParse(given)
  const said = success ? meaningOf(data) : null
  if (!success || !said) return []
  const id = data.sg_message_id || data['smtp-id']
  // An e-mail may be deferred repeatedly: one report is enough.
  const time = said.recipients.some(({ delayed }) => delayed) ? '' : data.timestamp
  return [
    {
      ...said,
      id: `sendgrid ${id} ${data.event} ${time}`,
      tag: data[echoedName],
      returnPath: '',
      raw: JSON.stringify(given, null, 1),
    },
  ]
}

function meaningOf({ event: kind, email, status, reason, response }: Event): Meaning | null {
  if (kind === 'bounce') return refusedBy(email, { status, words: reason })
  if (kind === 'deferred') return refusedBy(email, { status, words: response || reason, delayed: true })
  if (kind === 'dropped') return dropped(email, oneLine(reason))
  if (kind === 'delivered') return delivered(email)
  if (kind === 'spamreport') return complained(email)
  return kind === 'unsubscribe' || kind === 'group_unsubscribe' ? left(email) : null
}

/** It was not sent: because of SendGrid's own lists, or because it objects to us. */
function dropped(email: string, reason: string): Meaning {
  if (/^spam reporting/i.test(reason)) return complained(email)
  if (/^unsubscribed/i.test(reason)) return left(email)
  const own = /^(?:bounced|invalid$)/i.test(reason) ? 'unknown' : /spam/i.test(reason) ? 'spam' : 'policy'
  return refusedByService(email, own, `SendGrid dropped it: ${reason}`)
}
