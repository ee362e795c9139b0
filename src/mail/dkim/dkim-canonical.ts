import { hash } from 'node:crypto'

/** `relaxed` canonicalisation of headers and body (RFC 6376 §3.4.2, §3.4.4), over bytes read as latin1. */

/** A header line, including folds, as it is hashed, without its CRLF. */
export function relaxedHeader(line: string): string {
  const colon = line.indexOf(':')
  const value = line.slice(colon + 1)
  return `${line.slice(0, colon).trimEnd().toLowerCase()}:${value.replace(/[ \t\r\n]+/g, ' ').trim()}`
}

function relaxedBody(body: string): string {
  const lines = body.replace(/[ \t]+/g, ' ').replace(/ \r\n/g, '\r\n')
  const ended = lines === '' || lines.endsWith('\r\n') ? lines : `${lines.replace(/ $/, '')}\r\n`
  let end = ended.length
  while (end >= 4 && ended.startsWith('\r\n\r\n', end - 4)) end -= 2
  return end === 2 ? '' : ended.slice(0, end)
}

/** What `relaxed` or dot-stuffing would change. */
const uneven = /^\.|\n\.|[ \t]{2}|\t|[ \t]\r/

/** True if a piece of a body is hashed as it is sent. */
export function isRelaxed(piece: string): boolean {
  return !uneven.test(piece)
}

/** The base64 SHA-256 of a body as sent after DATA, dot-stuffed; `relaxed` if all of its pieces are `isRelaxed` and it ends in one CRLF. */
export function bodyHash(body: Buffer, relaxed: boolean): string {
  if (relaxed) return hash('sha256', body, 'base64')
  const unstuffed = body.toString('latin1').replace(/(^|\r\n)\./g, '$1')
  return hash('sha256', Buffer.from(relaxedBody(unstuffed), 'latin1'), 'base64')
}
