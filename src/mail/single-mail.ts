import { hash } from 'node:crypto'
import MailComposer from 'nodemailer/lib/mail-composer'
import { headerDate } from './headers.ts'

interface SingleMail {
  /** The message's number in the outbox: with the host it makes the Message-ID, which a mail sent again keeps. */
  id: number
  host: string
  from: { name: string; email: string }
  to: string
  at: Temporal.Instant
  subject: string
  html: string
  text: string
}

/**
 * A whole mail that is no digest: CRLF, dot-stuffed, to follow DATA. It says that a program wrote it (RFC 3834 §5), so
 * that no absence note answers.
 */
export async function singleMail({
  id,
  host,
  from,
  to,
  at,
  subject,
  html,
  text,
}: SingleMail): Promise<Buffer> {
  const check = hash('sha256', `daywire message ${id}@${host}`, 'hex').slice(0, 12)
  const composer = new MailComposer({
    from: { name: from.name, address: from.email },
    to: { name: '', address: to },
    date: headerDate(at),
    messageId: `<m${id}.${check}@${host}>`,
    subject,
    html,
    text,
    headers: { 'Auto-Submitted': 'auto-generated' },
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: '\r\n',
  })
  const mail = await composer.compile().build()
  const ended = mail.toString('latin1').replace(/(?:\r\n)?$/, '\r\n')
  return Buffer.from(ended.replace(/^\./gm, '..'), 'latin1')
}
