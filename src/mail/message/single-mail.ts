import { hash } from 'node:crypto'
import { encodeText } from '../../core/text/encode.ts'
import { headerDate } from '../../core/text/header-date.ts'
import { headerAddress, headerLine, headerText, mailbox } from './headers.ts'
import { frameOf } from './joining-memory.ts'

interface SingleMail {
  /** The message's number in the outbox: with the host it determines the Message-ID, which stays the same if it is sent again. */
  id: number
  host: string
  from: { name: string; email: string }
  to: string
  at: Temporal.Instant
  subject: string
  html: string
  text: string
}

/** The Message-ID of an e-mail in the outbox, by its number. */
export function singleMailId(id: number, host: string): string {
  const check = hash('sha256', `daywire message ${id}@${host}`, 'hex').slice(0, 12)
  return `<m${id}.${check}@${host}>`
}

/**
 * A complete e-mail that is not an edition: CRLF, for sending after DATA. It is marked as automatic (RFC 3834 §5), so that no out-of-office
 * reply is sent.
 */
export function singleMail({ id, host, from, to, at, subject, html, text }: SingleMail): Buffer {
  const head = [
    headerLine('From', mailbox(from.name, from.email)),
    `To: ${headerAddress(to)}\r\n`,
    `Date: ${headerDate(at)}\r\n`,
    `Message-ID: ${singleMailId(id, host)}\r\n`,
    'Auto-Submitted: auto-generated\r\n',
    'MIME-Version: 1.0\r\n',
    headerLine('Subject', headerText(subject)),
  ]
  const { beforeText, beforeHtml, end } = frameOf(`=_daywire_m${id}`, '')
  const pieces = [...head, beforeText, encodeText(text), beforeHtml, encodeText(html), end]
  return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)))
}
