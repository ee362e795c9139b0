import { z } from 'zod'
import type { ReportedRecipient } from '../../../core/entities/feedback/report.ts'
import { judged } from './quoted-refusal.ts'
import { nonBounce } from './non-bounce.ts'

const bounced = z.object({
  emailAddress: z.string().max(320),
  status: z.string().max(40).default(''),
  action: z.string().max(40).default(''),
  diagnosticCode: z.string().max(4000).default(''),
})
const named = z.object({ emailAddress: z.string().max(320) })

/** A notification by Amazon SES, sent by SNS by e-mail and to hooks. */
const notice = z.discriminatedUnion('notificationType', [
  z.object({
    notificationType: z.literal('Bounce'),
    bounce: z.object({
      bounceType: z.string(),
      bounceSubType: z.string().max(60).default(''),
      bouncedRecipients: z.array(bounced).max(500),
    }),
  }),
  z.object({
    notificationType: z.literal('Complaint'),
    complaint: z.object({
      complainedRecipients: z.array(named).max(500),
      complaintFeedbackType: z.string().max(40).default('abuse'),
    }),
  }),
  z.object({
    notificationType: z.literal('Delivery'),
    delivery: z.object({ recipients: z.array(z.string().max(320)).max(500) }),
  }),
])

interface SesReading {
  kind: 'bounce' | 'complaint' | 'other'
  recipients: ReportedRecipient[]
  feedbackType?: string
}

/** Reads such a notification at the beginning of a text; null for any other text. */
export function readSesNotice(text: string): SesReading | null {
  const read = notice.safeParse(typed(jsonAtStart(text)))
  if (!read.success) return null
  const { data } = read
  if (data.notificationType === 'Bounce') {
    const { bounceSubType, bouncedRecipients } = data.bounce
    const isByList = ownLists.has(bounceSubType)
    return { kind: 'bounce', recipients: bouncedRecipients.map(isByList ? refusedByList : failed) }
  }
  if (data.notificationType === 'Delivery')
    return {
      kind: 'other',
      recipients: data.delivery.recipients.map((address) => nonBounce(address, 'delivered', '')),
    }
  const { complainedRecipients, complaintFeedbackType } = data.complaint
  return {
    kind: 'complaint',
    recipients: complainedRecipients.map(({ emailAddress }) => nonBounce(emailAddress, 'complaint', '')),
    feedbackType: complaintFeedbackType,
  }
}

/** Recipients on SES's own lists, to whom it did not send: no server gave a reason, whatever the status. */
const ownLists = new Set(['Suppressed', 'OnAccountSuppressionList'])

const refusedByList = ({ emailAddress, diagnosticCode }: z.infer<typeof bounced>): ReportedRecipient => ({
  ...nonBounce(emailAddress, 'message', diagnosticCode.slice(0, 500)),
  reason: 'unknown',
})

/** Events of a configuration set have the same fields, but another name for their type. */
const typed = (given: unknown): unknown =>
  typeof given === 'object' && given !== null && 'eventType' in given
    ? { ...given, notificationType: given.eventType }
    : given

function failed({
  emailAddress,
  status,
  action,
  diagnosticCode,
}: z.infer<typeof bounced>): ReportedRecipient {
  const words = diagnosticCode.replace(/^[\w-]{1,40}\s*;\s*/, '')
  return judged({ address: emailAddress, status, words, notice: '', delayed: action === 'delayed' })
}

function jsonAtStart(text: string): unknown {
  const start = text.trimStart()
  if (!start.startsWith('{')) return null
  const end = start.search(/\r?\n-- ?\r?\n/)
  try {
    return JSON.parse(end === -1 ? start : start.slice(0, end))
  } catch {
    return null
  }
}
