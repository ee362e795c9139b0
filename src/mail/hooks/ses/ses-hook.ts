import { serviceNames } from '../../../core/entities/feedback/hook-service.ts'
import { said } from '../../../core/said/said.ts'
import type { Clock } from '../../../core/ports.ts'
import { refused, type Hook, type HookReading } from '../hook.ts'
import { isAt, openCertificates, type FetchSmall } from './certificates.ts'
import { readSesEvents } from './ses-events.ts'
import { isSigned, readSnsMessage, type SnsMessage } from './sns-message.ts'
import type { Topic } from './topic.ts'

/** Amazon SES through SNS: messages of one topic, signed by SNS. A subscription to that topic is confirmed. */
export function sesHook(topic: Topic, { fetch, clock }: { fetch: FetchSmall; clock: Clock }): Hook {
  const certificates = openCertificates(topic.host, fetch, clock)
  return {
    async read({ body }) {
      const message = readSnsMessage(body)
      if (!message) return refused('malformed', said('hook-no-report', { service: serviceNames.ses }))
      const signedAt = instantOf(message.Timestamp)
      if (!signedAt) return refused('malformed', said('hook-no-report', { service: serviceNames.ses }))
      if (message.TopicArn !== topic.arn) return refused('forged', said('hook-other-topic'))
      const key = await certificates.keyAt(message.SigningCertURL)
      if (key === 'unavailable') return refused('unavailable', said('hook-no-certificate'))
      if (key === 'not-theirs' || !isSigned(message, key)) return refused('forged', said('hook-not-signed'))
      const taken = { ok: true, signedAt, once: null, events: [] } as const
      if (message.Type === 'SubscriptionConfirmation') return confirm(message, topic, fetch, taken)
      if (message.Type === 'UnsubscribeConfirmation') return { ...taken, says: said('hook-ended') }
      return { ...taken, events: readSesEvents(message.Message, message.MessageId) }
    },
  }
}

async function confirm(
  { SubscribeURL: address = '' }: SnsMessage,
  topic: Topic,
  fetch: FetchSmall,
  taken: Extract<HookReading, { ok: true }>,
): Promise<HookReading> {
  const url = URL.parse(address)
  const query = url?.searchParams
  const isOurs = query?.get('Action') === 'ConfirmSubscription' && query.get('TopicArn') === topic.arn
  if (!url || !isAt(url, topic.host) || !isOurs) return refused('forged', said('hook-other-address'))
  const answer = await fetch(url.href)
  return answer === null
    ? refused('unavailable', said('hook-unconfirmed'))
    : { ...taken, says: said('hook-confirmed') }
}

function instantOf(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return null
  }
}
