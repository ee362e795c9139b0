import { z } from 'zod'
import { serviceNames } from '../../core/entities/feedback/hook-service.ts'
import { said } from '../../core/said/said.ts'
import { echoedName } from '../message/echoed-headers.ts'
import { refused, type Hook, type HookEvent } from './hook.ts'
import { jsonOf } from './json.ts'
import {
  answered,
  complained,
  delivered,
  left,
  noAddress,
  refusedBy,
  refusedByService,
  type Meaning,
} from './meaning.ts'
import { isSameSecret } from './same-secret.ts'

/** The credentials that Postmark is configured to send with each report: it signs nothing. */
export interface PostmarkLogin {
  /** `user:password`. */
  login: string
  /** The value of the header `X-Daywire-Secret`; null if none is required. */
  secret: string | null
}

const text = z.string().max(20_000).catch('')
const event = z.object({
  RecordType: z.string().max(40),
  ID: z.number().catch(0),
  Type: text,
  MessageID: text,
  Email: text,
  Recipient: text,
  Description: text,
  Details: text,
  SuppressSending: z.boolean().catch(false),
  SuppressionReason: text,
  BouncedAt: text,
  ChangedAt: text,
  Metadata: z.object({ [echoedName]: text }).catch({ [echoedName]: '' }),
})
type Event = z.infer<typeof event>

/** Postmark's webhooks: one event at a time, with a login and, if configured, a header. */
export const postmarkHook = ({ login, secret }: PostmarkLogin): Hook => ({
  async read({ header, body }) {
    const isLogin = isSameSecret(header('authorization'), `Basic ${Buffer.from(login).toString('base64')}`)
    const isSecret = secret === null || isSameSecret(header('x-daywire-secret'), secret)
    if (!isLogin || !isSecret) return refused('forged', said('hook-login-wrong'))
    const given = jsonOf(body.toString('utf8'))
    const one = event.safeParse(given)
    if (!one.success) return refused('malformed', said('hook-no-report', { service: serviceNames.postmark }))
    return { ok: true, signedAt: null, once: null, events: read(one.data, given) }
  },
})

function read(data: Event, given: unknown): HookEvent[] {
  const said = meaningOf(data)
  if (!said) return []
  return [
    {
      ...said,
      id: `postmark ${data.MessageID} ${data.RecordType} ${data.ID} ${data.BouncedAt}${data.ChangedAt}`,
      tag: data.Metadata[echoedName],
      returnPath: '',
      raw: JSON.stringify(given, null, 1),
    },
  ]
}

function meaningOf(one: Event): Meaning | null {
  const address = one.Email || one.Recipient
  if (one.RecordType === 'Delivery') return delivered(address)
  if (one.RecordType === 'SpamComplaint') return complained(address)
  if (one.RecordType === 'Bounce') return byType(one, address)
  // Suppressions by bounces and complaints have events of their own.
  const hasLeft = one.SuppressSending && one.SuppressionReason.startsWith('Manual')
  return one.RecordType === 'SubscriptionChange' && hasLeft ? left(address) : null
}

/** Types of bounce without a server’s reply. */
const types: Record<string, (address: string, says: string) => Meaning | null> = {
  SpamComplaint: complained,
  Unsubscribe: left,
  AutoResponder: (address, says) => answered(address, 'away', says),
  ChallengeVerification: (address, says) => answered(address, 'away', says),
  AddressChange: (address, says) => answered(address, 'perhaps-left', says),
  SpamNotification: (address, says) => refusedByService(address, 'spam', says),
  VirusNotification: (address, says) => refusedByService(address, 'policy', says),
  SMTPApiError: (address, says) => refusedByService(address, 'policy', says),
  DMARCPolicy: (address, says) => refusedByService(address, 'policy', says),
  ManuallyDeactivated: (address, says) => refusedByService(address, 'unknown', says),
  BadEmailAddress: noAddress,
  Subscribe: () => null,
  OpenRelayTest: () => null,
  Unconfirmed: () => null,
  InboundError: () => null,
  TemplateRenderingFailed: () => null,
}

function byType({ Type: type, Details, Description }: Event, address: string): Meaning | null {
  const words = Details || Description
  const other = Object.hasOwn(types, type) ? types[type] : undefined
  return other
    ? other(address, words)
    : refusedBy(address, { words, delayed: type === 'Transient' || type === 'DnsError' })
}
