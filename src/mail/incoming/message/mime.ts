import PostalMime, { type Attachment } from 'postal-mime'
import type { ReportLimit } from '../../../core/entities/feedback/report.ts'
import { mostRead } from '../../../core/entities/feedback/message-size.ts'
import { readGroups, type Fields } from './fields.ts'
import { textOfHtml } from './html-text.ts'

/** A message parsed as far as reports need it. */
export interface IncomingMail {
  /** By lower-case name; if a name repeats, the first. */
  headers: ReadonlyMap<string, string>
  /** Values of all headers that may name our address: `to`, `delivered-to`, `x-original-to`, … */
  sentTo: string[]
  subject: string
  /** The visible text: all text parts except those of the enclosed message. */
  text: string
  /** `message/delivery-status`, `message/feedback-report`; null if missing. */
  status: string | null
  feedback: string | null
  /** Headers of the enclosed message. */
  original: Fields | null
  limits: ReportLimit[]
}

/** The most characters of the text, and of each report in it. */
const mostText = 256 * 1024
const bounds = { maxNestingDepth: 20, maxHeadersSize: 512 * 1024, forceRfc822Attachments: true }

const ways = new Set(['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'])

/**
 * Parses a message. If a gateway forwarded a report as an attachment, that report is read. Exceeded limits are listed in `limits`; a
 * message whose structure exceeds them is read as plain text.
 */
export async function readMime(bytes: Uint8Array, isOutermost = true): Promise<IncomingMail> {
  const limits: ReportLimit[] = bytes.length > mostRead ? ['bytes'] : []
  const own = withoutMailboxLine(bytes.subarray(0, mostRead))
  try {
    const mail = await new PostalMime(bounds).parse(own)
    const { attachments } = mail
    const texts = [
      mail.text?.trim() ? mail.text : textOfHtml(mail.html ?? ''),
      ...attachments.filter(isText).map(contentOf),
    ]
    // The body lacks the parts that its header declares.
    if (attachments.length === 0 && texts.join('').trim() === '') texts.push(bodyOf(own))
    const enclosed = attachments.find(({ mimeType }) => enclosedTypes.test(mimeType))
    const outer: IncomingMail = {
      headers: firsts(mail.headers.map(({ key, value }) => [key, value])),
      sentTo: mail.headers.filter(({ key }) => ways.has(key)).map(({ value }) => value),
      subject: mail.subject ?? '',
      text: cut(texts.join('\n'), limits),
      status: partOf(attachments, /^message\/(?:global-)?delivery-status$/, limits),
      feedback: partOf(attachments, /^message\/feedback-report$/, limits),
      original: enclosed ? (readGroups(contentOf(enclosed).slice(0, mostText).trimStart())[0] ?? null) : null,
      limits,
    }
    const isPassedOn =
      isOutermost && outer.status === null && outer.feedback === null && isReport(outer.original)
    if (!enclosed || !isPassedOn) return outer
    const { text, status, feedback, original } = await readMime(bytesOf(enclosed), false)
    return { ...outer, text: cut(`${outer.text}\n${text}`, limits), status, feedback, original }
  } catch {
    return plain(own, [...limits, 'structure'])
  }
}

const enclosedTypes =
  /^(?:message\/(?:rfc822|global)|(?:text|message)\/(?:rfc822|global)-headers|text\/rfc822)/

const isReport = (headers: Fields | null): boolean =>
  /^multipart\/report\b/i.test(headers?.get('content-type') ?? '')

const isText = ({ mimeType }: Attachment) => mimeType === 'text/plain'

/** Removes the separator line of an mbox file, which is not a header. */
function withoutMailboxLine(bytes: Uint8Array): Uint8Array {
  const isOne = Buffer.from(bytes.subarray(0, 6)).toString('latin1').replace('>', '').startsWith('From ')
  return isOne ? bytes.subarray(bytes.indexOf(10) + 1) : bytes
}

function firsts(headers: [string, string][]): Map<string, string> {
  return new Map(headers.toReversed())
}

function contentOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content)
}

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)

function bodyOf(bytes: Uint8Array): string {
  const whole = Buffer.from(bytes.subarray(0, 2 * mostText)).toString('utf8')
  return whole.slice(/\r?\n\r?\n/.exec(whole)?.index ?? whole.length)
}

function cut(text: string, limits: ReportLimit[]): string {
  if (text.length > mostText && !limits.includes('text')) limits.push('text')
  return text.slice(0, mostText)
}

function partOf(attachments: Attachment[], type: RegExp, limits: ReportLimit[]): string | null {
  const parts = attachments.filter(({ mimeType }) => type.test(mimeType))
  return parts.length === 0 ? null : cut(parts.map(contentOf).join('\n\n'), limits)
}

function plain(bytes: Uint8Array, limits: ReportLimit[]): IncomingMail {
  const whole = Buffer.from(bytes.subarray(0, mostText)).toString('utf8')
  const headers = readGroups(whole)[0] ?? new Map<string, string>()
  return {
    headers,
    sentTo: [...headers].filter(([name]) => ways.has(name)).map(([, value]) => value),
    subject: headers.get('subject') ?? '',
    text: whole,
    status: null,
    feedback: null,
    original: null,
    limits,
  }
}
