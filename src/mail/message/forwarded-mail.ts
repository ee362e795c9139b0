import { hash } from 'node:crypto'
import { encodeText } from '../../core/text/encode.ts'
import { headerDate } from '../../core/text/header-date.ts'
import { headerAddress, headerLine, headerText, mailbox } from './headers.ts'
import { singleMailId } from './single-mail.ts'

interface ForwardedMail {
  /** The message's number in the outbox. */
  id: number
  host: string
  from: { name: string; email: string }
  to: string
  /** The address for replies. */
  replyTo: string
  at: Temporal.Instant
  subject: string
  /** The text above the forwarded message. */
  text: string
  /** The forwarded message, one character per byte. */
  original: string
}

/** A complete e-mail that forwards another one unchanged: CRLF, for sending after DATA. It is marked as automatic (RFC 3834 §5). */
export function forwardedMail(mail: ForwardedMail): Buffer {
  const { id, host, from, to, replyTo, at, subject, text, original } = mail
  const boundary = `=_daywire_f${id}_${hash('sha256', `${id} ${original}`, 'hex').slice(0, 16)}`
  const lines = [
    headerLine('From', mailbox(from.name, from.email)),
    `To: ${headerAddress(to)}\r\n`,
    ...(replyTo === '' ? [] : [headerLine('Reply-To', headerAddress(replyTo))]),
    `Date: ${headerDate(at)}\r\n`,
    `Message-ID: ${singleMailId(id, host)}\r\n`,
    'Auto-Submitted: auto-generated\r\n',
    'MIME-Version: 1.0\r\n',
    headerLine('Subject', headerText(subject)),
    headerLine('Content-Type', `multipart/mixed; boundary="${boundary}"`),
    `\r\n--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`,
    encodeText(text),
    `\r\n--${boundary}\r\n${attached(original)}\r\n--${boundary}--\r\n`,
  ]
  return Buffer.from(lines.join(''))
}

const longestLine = 998

/** Attaches it as `message/rfc822`, which must not be encoded (RFC 2046 §5.2.1); otherwise, if it is not 7-bit, as a file. */
function attached(original: string): string {
  const lines = original.split(/\r\n|\r|\n/)
  const isAscii = /^\p{ASCII}*$/u.test(original) && !original.includes('\0')
  const isPlain = isAscii && lines.every((line) => line.length <= longestLine)
  const disposition = 'Content-Disposition: attachment; filename="message.eml"\r\n'
  if (isPlain) {
    const stuffed = lines.map((line) => (line.startsWith('.') ? `.${line}` : line)).join('\r\n')
    return `Content-Type: message/rfc822\r\n${disposition}\r\n${stuffed}`
  }
  const encoded = Buffer.from(original, 'latin1').toString('base64').replace(/.{76}/g, '$&\r\n')
  return `Content-Type: application/octet-stream; name="message.eml"\r\nContent-Transfer-Encoding: base64\r\n${disposition}\r\n${encoded}`
}
