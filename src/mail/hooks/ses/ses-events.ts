import { z } from 'zod'
import { firstAddress } from '../../incoming/message/addresses-in.ts'
import { readSesNotice } from '../../incoming/reports/ses-notice.ts'
import { echoedName } from '../../message/echoed-headers.ts'
import type { HookEvent } from '../hook.ts'
import { jsonOf } from '../json.ts'
import { left, refusedBy, refusedByService, type Meaning } from '../meaning.ts'

const text = z.string().max(2000).catch('')
const address = z.string().max(320)

/** The part of any SES notice about the e-mail itself. */
const about = z.object({
  eventType: text,
  mail: z.object({
    messageId: text,
    source: text,
    destination: z.array(address).max(500).catch([]),
    tags: z.object({ [echoedName]: z.array(text).max(10) }).catch({ [echoedName]: [] }),
  }),
  bounce: z.object({ feedbackId: text }).optional().catch(undefined),
  complaint: z.object({ feedbackId: text }).optional().catch(undefined),
})

const delay = z.object({
  deliveryDelay: z.object({
    delayedRecipients: z
      .array(z.object({ emailAddress: address, status: text, diagnosticCode: text }))
      .max(500),
  }),
})
const rejection = z.object({ reject: z.object({ reason: text }) })
const departure = z.object({
  subscription: z.object({ newTopicPreferences: z.object({ unsubscribeAll: z.literal(true) }) }),
})

type About = z.infer<typeof about>

/** The events in a message of the topic; empty if it is not about an e-mail, such as SES's test of the topic. */
export function readSesEvents(message: string, messageId: string): HookEvent[] {
  const given = jsonOf(message)
  const { success, data } = about.safeParse(given)
  const said = success ? meaningOf(message, given, data) : null
  if (!success || !said) return []
  const { bounce, complaint, mail, eventType } = data
  const own = bounce?.feedbackId || complaint?.feedbackId
  // An e-mail may be deferred repeatedly: one report is enough.
  const id = own || (eventType === 'DeliveryDelay' ? `${mail.messageId} delayed` : messageId)
  return [
    {
      ...said,
      id: `ses ${id}`,
      tag: mail.tags[echoedName][0] ?? '',
      returnPath: firstAddress(mail.source),
      raw: message,
    },
  ]
}

function meaningOf(message: string, given: unknown, { eventType, mail }: About): Meaning | null {
  const stated = readSesNotice(message)
  if (stated) {
    const isDelivery = stated.recipients.every(({ reason }) => reason === 'delivered')
    const kind = isDelivery ? 'delivered' : stated.kind
    return { kind, recipients: stated.recipients, feedbackType: stated.feedbackType ?? '' }
  }
  if (eventType === 'DeliveryDelay') return delayed(given)
  const [reader = ''] = mail.destination
  if (eventType === 'Reject') {
    const { data } = rejection.safeParse(given)
    return data ? refusedByService(reader, 'policy', data.reject.reason) : null
  }
  return eventType === 'Subscription' && departure.safeParse(given).success ? left(reader) : null
}

function delayed(given: unknown): Meaning | null {
  const { data } = delay.safeParse(given)
  const all = data?.deliveryDelay.delayedRecipients.map(({ emailAddress, status, diagnosticCode }) =>
    refusedBy(emailAddress, { status, words: diagnosticCode, delayed: true }),
  )
  const [first] = all ?? []
  return all && first ? { ...first, recipients: all.flatMap(({ recipients }) => recipients) } : null
}
