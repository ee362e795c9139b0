import { encode, wrap } from 'nodemailer/lib/qp'
import { longest, parts, type Slot } from './slots.ts'

/**
 * Pieces of an e-mail's body, each encoded separately as quoted-printable (RFC 2045 §6.7), so that an e-mail is its pieces joined. A slot
 * is between soft line breaks: its value begins and ends at the start of an encoded line and cannot affect what is around it. No line
 * begins with a dot, and no two spaces are adjacent, so neither dot-stuffing (RFC 5321 §4.5.2) nor the canonical form of a signature (RFC
 * 6376 §3.4.4) changes anything.
 */

/** Parts of encoded text: ASCII to send as it is, and the slots between. */
export type EncodedPart = string | { slot: Slot }

const softBreak = '=\r\n'
const slotSign = '\u0001'

function asSigns(blanks: string): string {
  return blanks.replace(/[ \t]/g, (blank) => (blank === ' ' ? '=20' : '=09'))
}

function quoted(text: string): string {
  const even = encode(crlf(text)).replace(/([ \t])([ \t]+)|\t/g, (all, first, rest) =>
    first === ' ' ? ` ${asSigns(rest)}` : asSigns(all),
  )
  // A soft break after the escape keeps the line short enough.
  return wrap(even, 75).replace(/^\.+/gm, (dots) => `=2E${softBreak}`.repeat(dots.length))
}

function crlf(text: string): string {
  return text.replace(/\r\n|\r|\n/g, '\r\n')
}

/** Encodes a rendered piece; the result is ASCII, with slots enclosed in U+0001. */
export function encodePiece(piece: string): string {
  const text = piece.endsWith('\n') ? piece : `${piece}\n`
  const all = parts(crlf(text))
  return all
    .map((part, index) => {
      if ('slot' in part) return `${slotSign}${part.slot}${slotSign}`
      const encoded = quoted(part.literal)
      return index < all.length - 1 ? encoded + softBreak : encoded
    })
    .join('')
}

/** Encodes a whole text without slots in the same way; it ends in a line break. */
export function encodeText(text: string): string {
  return quoted(text.endsWith('\n') ? text : `${text}\n`)
}

/** Encodes a slot's value in the same way; `text` must already be escaped for its context. */
export function encodeValue(text: string): string {
  return quoted(text) + softBreak
}

/** Splits an encoded piece, or several joined ones, at its slots. */
export function encodedParts(encoded: string): EncodedPart[] {
  return encoded
    .split(slotSign)
    .map((chunk, index): EncodedPart => (index % 2 === 0 ? chunk : { slot: chunk as Slot }))
    .filter((part) => part !== '')
}

/** Undoes `encodePiece` for a literal between slots: the original text, with CRLF. */
export function decodeLiteral(encoded: string): string {
  const bytes = encoded
    .replace(/(^|\n)\.\./g, '$1.')
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Bytes of a piece after decoding by a mail client, with slots at their longest. */
export function decodedBytes(piece: string): number {
  return parts(crlf(piece.endsWith('\n') ? piece : `${piece}\n`)).reduce(
    (sum, part) => sum + ('slot' in part ? longest[part.slot] : Buffer.byteLength(part.literal)),
    0,
  )
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const signs = new Map(Object.entries(entities).map(([sign, entity]) => [entity, sign]))

/** Undoes `escapeHtml`. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => signs.get(entity) ?? entity)
}

/** Makes plain text safe in HTML text and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}
