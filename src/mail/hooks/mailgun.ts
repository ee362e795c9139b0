import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { serviceNames } from '../../core/entities/feedback/hook-service.ts'
import { said } from '../../core/said/said.ts'
import { echoedName } from '../message/echoed-headers.ts'
import { refused, type Hook, type HookEvent } from './hook.ts'
import { jsonOf } from './json.ts'
import { complained, delivered, left, refusedBy, refusedByService, type Meaning } from './meaning.ts'
import { isSameSecret } from './same-secret.ts'

const text = z.string().max(20_000).catch('')
const signature = z.object({
  timestamp: z.string().regex(/^\d{1,12}$/),
  token: z.string().min(1).max(200),
  signature: z.string().max(200),
})
const status = z.object({
  code: z.number().catch(0),
  message: text,
  description: text,
  'enhanced-code': text,
})
const event = z.object({
  event: z.string().max(40),
  id: text,
  timestamp: z.number().catch(0),
  recipient: z.string().max(320).catch(''),
  severity: text,
  reason: text,
  'delivery-status': status.catch({ code: 0, message: '', description: '', 'enhanced-code': '' }),
  reject: z.object({ reason: text }).catch({ reason: '' }),
  'user-variables': z.object({ [echoedName]: text }).catch({ [echoedName]: '' }),
  envelope: z.object({ sender: text }).catch({ sender: '' }),
})
type Event = z.infer<typeof event>

/**
 * Mailgun's webhooks: HMAC over a time and a token. The body is not signed, so a token is accepted with one body only. Mailgun sends one
 * event at a time.
 */
export const mailgunHook = (key: string): Hook => ({
  async read({ body }) {
    const sent = z.object({ signature, 'event-data': z.unknown() }).safeParse(jsonOf(body.toString('utf8')))
    if (!sent.success) return refused('malformed', said('hook-no-report', { service: serviceNames.mailgun }))
    const { timestamp, token, signature: given } = sent.data.signature
    const own = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex')
    if (!isSameSecret(given, own)) return refused('forged', said('hook-not-signed'))
    return {
      ok: true,
      signedAt: Temporal.Instant.fromEpochMilliseconds(Number(timestamp) * 1000),
      once: token,
      events: read(sent.data['event-data']),
    }
  },
})

function read(given: unknown): HookEvent[] {
  const { success, data } = event.safeParse(given)
  const said = success ? meaningOf(data) : null
  if (!success || !said) return []
  return [
    {
      ...said,
      // An id is unique only within a day.
      id: `mailgun ${data.id} ${data.timestamp}`,
      tag: data['user-variables'][echoedName],
      returnPath: data.envelope.sender,
      raw: JSON.stringify(given, null, 1),
    },
  ]
}

function meaningOf(one: Event): Meaning | null {
  const { recipient } = one
  if (one.event === 'failed') return failed(one)
  if (one.event === 'rejected') return refusedByService(recipient, 'policy', one.reject.reason)
  if (one.event === 'delivered') return delivered(recipient)
  if (one.event === 'complained') return complained(recipient)
  return one.event === 'unsubscribed' ? left(recipient) : null
}

function failed({ recipient, severity, reason, 'delivery-status': said }: Event): Meaning {
  // Mailgun's own lists.
  if (reason === 'suppress-complaint') return complained(recipient)
  if (reason === 'suppress-unsubscribe') return left(recipient)
  const words = said.message || said.description
  if (reason === 'suppress-bounce') return refusedByService(recipient, 'unknown', words)
  const isReply = said.code >= 400 && said.code < 600 && !/^\s{0,10}[45]\d\d\b/.test(words)
  return refusedBy(recipient, {
    status: said['enhanced-code'],
    words: isReply ? `${said.code} ${words}` : words,
    delayed: severity === 'temporary',
  })
}
