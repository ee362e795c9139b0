import { hash } from 'node:crypto'
import { encodeWord, foldLines, quoteString } from 'nodemailer/lib/mime-funcs'
import { contactOf } from '../../core/entities/contact.ts'
import { headerDate } from '../../core/text/header-date.ts'
import { oneLine } from '../../core/text/text.ts'
import type { HookService } from '../../core/entities/feedback/hook-service.ts'
import { echoedHeaders } from './echoed-headers.ts'

/** What all e-mails of an edition share. */
export interface HeaderSource {
  editionId: number
  digest: { key: string; name: string }
  sender: { name: string; email: string }
  replyTo: string | null
  /** The host of the public URL, used in Message-ID and List-Id. */
  host: string
  /** The public home page, with past editions and how to subscribe. */
  homeUrl: string
  /** Services that report about its e-mails and repeat their tags. */
  hooks: readonly HookService[]
}

/** The headers of an edition, created once by `editionHeaders`. */
export interface EditionHeaders {
  editionId: number
  host: string
  /** Finished lines, each ending in CRLF. */
  lines: string
  /** The Date line of an instant. */
  date(at: Temporal.Instant): string
  /** The lines with the tag of an e-mail for services. */
  echoed(tag: () => string): string
}

/** What differs between e-mails, besides what the variant determines (subject, language, boundary). */
export interface HeaderFields {
  edition: EditionHeaders
  subscriber: number
  /** An address from `readAddress`. */
  to: string
  at: Temporal.Instant
  unsubscribeUrl: string
  /** `mailto:…` */
  unsubscribeMail: string
  /** Made by `signTag`, lazily because it takes time for each e-mail. */
  tag(): string
}

const longestWord = 60
const longestLine = 998
const longestAddress = 320

const cleanHost = (host: string) => host.replace(/[^A-Za-z0-9.-]/g, '-').slice(0, 253)
const nothingUnsafe = /^[\x21\x23-\x27\x2a\x2b\x2d-\x39\x3d\x3f-\x5a\x5e-\x7e]+$/

/**
 * An address for a header: only characters that are allowed unquoted (RFC 5322 §3.4.1, RFC 6532), and at most the length of an address (RFC
 * 5321 §4.5.3.1).
 */
export function headerAddress(address: string): string {
  const safe = nothingUnsafe.test(address) ? address : address.replace(/[\s"(),:;<>[\\\]\p{C}]/gu, '')
  return safe.length > longestAddress ? safe.slice(0, longestAddress).toWellFormed() : safe
}

function encoded(text: string): string {
  const beyondAscii = text.replace(/[\x20-\x7e]/g, '').length
  return encodeWord(text, beyondAscii * 3 > text.length ? 'B' : 'Q', 52)
}

function isPlain(line: string): boolean {
  if (!/^[\x20-\x7e]*$/.test(line) || line.includes('=?')) return false
  return line.split(' ').every((word) => word.length <= longestWord)
}

/** The text of an unstructured header, as encoded words if needed (RFC 2047 §2); never contains a line break. */
export function headerText(text: string): string {
  const line = oneLine(text)
  return isPlain(line) ? line : encoded(line)
}

function phrase(text: string): string {
  const line = oneLine(text)
  if (!isPlain(line)) return encoded(line)
  return /^[\w !#$%&'*+/?^`{|}~-]*$/.test(line) ? line : quoteString(line)
}

/** A header line, folded at spaces (RFC 5322 §2.2.3), with its CRLF. */
export function headerLine(name: string, value: string): string {
  return `${foldLines(`${name}: ${value}`, 76)}\r\n`
}

/** `Name <address>` for a header. */
export function mailbox(name: string, email: string): string {
  const address = headerAddress(email)
  const words = phrase(name)
  return words === '' ? address : `${words} <${address}>`
}

/** Always the same for an edition and a subscriber, so that an e-mail that is sent again can be recognised. */
export function messageId(editionId: number, subscriber: number, host: string): string {
  const name = cleanHost(host)
  const check = hash('sha256', `daywire ${editionId}.${subscriber}@${name}`, 'hex').slice(0, 12)
  return `<d${editionId}.s${subscriber}.${check}@${name}>`
}

function rememberingDate(): (at: Temporal.Instant) => string {
  let second = Number.NaN
  let line = ''
  return (at) => {
    const now = Math.floor(at.epochMilliseconds / 1000)
    if (now !== second) {
      second = now
      line = `Date: ${headerDate(at)}\r\n`
    }
    return line
  }
}

/** Creates the headers that all e-mails of an edition share (RFC 2919, RFC 2369 §3.1 and §3.6, RFC 3834 §5, RFC 8058). */
export function editionHeaders(source: HeaderSource): EditionHeaders {
  const host = cleanHost(source.host)
  const key = source.digest.key.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 60)
  const lines = [
    headerLine('From', mailbox(source.sender.name, source.sender.email)),
    source.replyTo ? headerLine('Reply-To', headerAddress(source.replyTo)) : '',
    headerLine('List-Id', `${phrase(source.digest.name)} <${key}.${host}>`),
    listLine('List-Archive', [source.homeUrl]),
    listLine('List-Help', [`mailto:${headerAddress(contactOf(source))}?subject=help`, source.homeUrl]),
    headerLine('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    headerLine('Precedence', 'bulk'),
    headerLine('Auto-Submitted', 'auto-generated'),
    headerLine('Feedback-ID', `e${source.editionId}:${key}:digest:daywire`),
    headerLine('MIME-Version', '1.0'),
  ]
  return {
    editionId: source.editionId,
    host,
    lines: lines.join(''),
    date: rememberingDate(),
    echoed: (tag) => echoedHeaders(source.hooks, tag),
  }
}

function inBrackets(address: string): string {
  const safe = /^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(address)
    ? address
    : encodeURI(oneLine(address).toWellFormed()).replace(/[<>\s]/g, '')
  return safe.length > longestLine - 50 ? '' : `<${safe}>`
}

/** Addresses of a list header, one per line, so that folding cannot split them (RFC 2369 §3.2). */
function listLine(name: string, addresses: string[]): string {
  const usable = addresses.map(inBrackets).filter(Boolean)
  return usable.length > 0 ? `${name}: ${usable.join(',\r\n ')}\r\n` : ''
}

/** All headers of an e-mail except those of its variant. */
export function recipientHeaders(fields: HeaderFields): string {
  const { edition } = fields
  const id = messageId(edition.editionId, fields.subscriber, edition.host)
  const own = `To: ${headerAddress(fields.to)}\r\n${edition.date(fields.at)}Message-ID: ${id}\r\n`
  const unsubscribe = listLine('List-Unsubscribe', [fields.unsubscribeUrl, fields.unsubscribeMail])
  return edition.lines + own + unsubscribe + edition.echoed(fields.tag)
}
