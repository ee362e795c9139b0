import type {
  Report,
  ReportedRecipient,
  ReportKind,
  ReportLimit,
} from '../../core/entities/feedback/report.ts'
import { oneLine } from '../../core/text/text.ts'
import { addressesIn, firstAddress } from './message/addresses-in.ts'
import { isAutomatic, saysGone } from './replies/automatic-reply.ts'
import { readComplaint } from './reports/complaint.ts'
import { readDelivered, readDeliveryStatus } from './reports/delivery-status.ts'
import { personalMessageIn } from './replies/personal-message.ts'
import { readMime, type IncomingMail } from './message/mime.ts'
import { isFromServer, isNotice } from './reports/notice.ts'
import { judged, type QuotedReply } from './reports/quoted-refusal.ts'
import { readSesNotice } from './reports/ses-notice.ts'
import { splitNotice } from './reports/notice-text.ts'
import { nonBounce } from './reports/non-bounce.ts'
import { readUnstructured } from './reports/unstructured.ts'

interface Reading {
  kind: ReportKind
  recipients: ReportedRecipient[]
  feedbackType?: string
}

const mostRecipients = 500

/** Reads a received message. Never throws, whatever its content. */
export async function readReport(bytes: Uint8Array): Promise<Report> {
  const mail = await readMime(bytes)
  const { kind, recipients, feedbackType = '' } = readKind(mail)
  const limits: ReportLimit[] = recipients.length > mostRecipients ? ['recipients'] : []
  return {
    kind,
    recipients: recipients.slice(0, mostRecipients),
    feedbackType,
    sentTo: mail.sentTo.flatMap(addressesOf).slice(0, 50),
    from: firstAddress(mail.headers.get('from')),
    subject: oneLine(mail.subject).slice(0, 200),
    messageId: idOf(mail.headers.get('message-id')),
    original: mail.original && {
      messageId: idOf(mail.original.get('message-id')),
      returnPath:
        pathIn(mail.original.get('return-path')) ||
        firstAddress(/^original-mail-from:.{0,400}$/im.exec(mail.feedback ?? '')?.[0]),
      to: addressesOf(mail.original.get('to') ?? '').slice(0, 50),
    },
    personalMessage: kind === 'other' && recipients.length === 0 ? personalMessageIn(mail) : null,
    limits: [...mail.limits, ...limits],
  }
}

/** A return path with all that servers have put before it, such as `SRS0=…=`. */
const pathIn = (value = ''): string =>
  /^\s*<?([^\s<>]{1,320}@[^\s<>]{1,253})>?\s*$/.exec(value)?.[1] ?? firstAddress(value)

const addressesOf = (value: string): string[] => addressesIn(value).map(({ address }) => address)

const idOf = (value = ''): string => oneLine(value).slice(0, 300)

function readKind(mail: IncomingMail): Reading {
  const stated = readSesNotice(mail.text)
  if (stated) return stated
  const complaint = readComplaint(mail)
  if (complaint) return { kind: 'complaint', recipients: complaint.recipients, feedbackType: complaint.type }
  const bounced = bounces(mail)
  if (bounced !== null) return { kind: 'bounce', recipients: bounced }
  const delivered = mail.status === null ? [] : readDelivered(mail.status)
  if (delivered.length > 0)
    return { kind: 'other', recipients: delivered.map((address) => nonBounce(address, 'delivered', '')) }
  return isAutomatic(mail)
    ? { kind: 'auto-reply', recipients: answering(mail) }
    : { kind: 'other', recipients: [] }
}

/** The failed recipients; null if the message does not report a failure, for example if it reports a delivery. */
function bounces(mail: IncomingMail): ReportedRecipient[] | null {
  const quoted = mail.status ?? quotedStatus(mail.text)
  const stated = quoted === null ? [] : readDeliveryStatus(quoted, splitNotice(mail.text).notice)
  if (stated.length > 0) return withNotice(stated, mail).map(judged)
  const isSuccess = /^action:\s*(?:delivered|relayed|expanded)/im.test(mail.status ?? '')
  if (isSuccess || (mail.status === null && !isNoticeOfFailure(mail))) return null
  const noticed = readUnstructured(mail)
  return noticed.map((one) => {
    const own = judged(one)
    // The reason may precede the recipients.
    return own.reason === 'unknown' && (noticed.length === 1 || own.reply === '')
      ? judged({ ...one, words: `${mail.subject}\n${one.notice}` })
      : own
  })
}

function isNoticeOfFailure(mail: IncomingMail): boolean {
  return isNotice(mail) && (isFromServer(mail) || !isAutomatic(mail))
}

/** A delivery status within the text, as written by servers without MIME, or forwarded by people. */
function quotedStatus(text: string): string | null {
  const plain = text.replace(/^>[> ]*/gm, '')
  return /^final-recipient:/im.test(plain) && /^action:/im.test(plain) ? plain : null
}

/** If the fields give no reason, takes it from the words of the notice. */
function withNotice(stated: QuotedReply[], mail: IncomingMail): QuotedReply[] {
  const isSilent = ({ words, status }: QuotedReply) => words === '' && !/^[245]\.[1-7]\.\d/.test(status)
  if (!stated.some(isSilent)) return stated
  const noticed = readUnstructured(mail)
  const wordsFor = (address: string) =>
    (noticed.find((one) => one.address.toLowerCase() === address.toLowerCase()) ?? noticed[0])?.words ?? ''
  return stated.map((one) => (isSilent(one) ? { ...one, words: wordsFor(one.address) } : one))
}

function answering(mail: IncomingMail): ReportedRecipient[] {
  const address = firstAddress(mail.headers.get('from'))
  const says = oneLine(mail.subject).slice(0, 200)
  return address === '' ? [] : [nonBounce(address, saysGone(mail) ? 'perhaps-left' : 'away', says)]
}
