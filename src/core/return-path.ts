import { createHmac, timingSafeEqual } from 'node:crypto'
import type { LinkKeys } from './token.ts'

/** The e-mail to which a return path belongs. */
export interface ReturnTag {
  subscription: number
  edition: number
}

const version = 1
const macBytes = 10
const bodyBytes = 12
const digits = 'abcdefghijklmnopqrstuvwxyz234567'
/** Base-32 digits for body and MAC. */
const length = Math.ceil(((bodyBytes + macBytes) * 8) / 5)

function mac(secret: Buffer, body: Buffer): Buffer {
  return createHmac('sha256', secret)
    .update('daywire return path\0')
    .update(body)
    .digest()
    .subarray(0, macBytes)
}

/** A tag of the right length that identifies no e-mail, for previews. */
export const inertTag = 'preview-preview-preview-preview-prev'

/**
 * The tag of an e-mail, 36 characters: subscription and edition with 80 bits of MAC, in letters and digits that survive a change of case by
 * servers.
 */
export function signTag(keys: LinkKeys, { subscription, edition }: ReturnTag): string {
  const key = Math.max(...keys.keys())
  const secret = keys.get(key)
  if (!secret) throw new Error('no key to sign return paths with')
  const body = Buffer.alloc(bodyBytes)
  body.writeUInt8(version, 0)
  body.writeUInt8(key, 1)
  body.writeUIntBE(subscription, 2, 5)
  body.writeUIntBE(edition, 7, 5)
  return toBase32(Buffer.concat([body, mac(secret, body)]))
}

/** The e-mail to which a tag belongs; null if it is not one of ours. */
export function verifyTag(keys: LinkKeys, text: string): ReturnTag | null {
  const bytes = text.length === length ? fromBase32(text.toLowerCase()) : null
  if (bytes === null) return null
  const body = bytes.subarray(0, bodyBytes)
  const secret = keys.get(body.readUInt8(1))
  if (body.readUInt8(0) !== version || !secret) return null
  if (!timingSafeEqual(mac(secret, body), bytes.subarray(bodyBytes, bodyBytes + macBytes))) return null
  return { subscription: body.readUIntBE(2, 5), edition: body.readUIntBE(7, 5) }
}

/** The envelope sender of an e-mail (VERP): the bounce address with its tag after a plus, `bounce+TAG@example.org`. */
export function returnPath(keys: LinkKeys, bounceAddress: string, mail: ReturnTag): string {
  const at = bounceAddress.lastIndexOf('@')
  return `${bounceAddress.slice(0, at)}+${signTag(keys, mail)}${bounceAddress.slice(at)}`
}

/**
 * The e-mail whose return path an address is; null if it is not one of ours. Servers may have rewritten it on its way: for their own senders
 * (BATV, `prvs=…=bounce+TAG@example.org`), or when forwarding (SRS, `SRS0=…=example.org=bounce+TAG@forwarder.example`).
 */
export function readReturnPath(keys: LinkKeys, bounceAddress: string, address: string): ReturnTag | null {
  const given = address.toLowerCase()
  const at = bounceAddress.lastIndexOf('@')
  const begin = `${bounceAddress.slice(0, at)}+`.toLowerCase()
  const domain = bounceAddress.slice(at + 1).toLowerCase()
  const end = given.lastIndexOf('@')
  const from = end - length - begin.length
  if (from < 0 || !given.startsWith(begin, from)) return null
  const before = given.slice(0, from)
  const isOurs = given.slice(end + 1) === domain && (before === '' || before.endsWith('='))
  if (!isOurs && !(before.startsWith('srs') && before.endsWith(`=${domain}=`))) return null
  return verifyTag(keys, given.slice(from + begin.length, end))
}

function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.padEnd(length * 5, '0').match(/.{5}/g) ?? []
  return groups.map((group) => digits[parseInt(group, 2)]).join('')
}

function fromBase32(text: string): Buffer | null {
  const values = [...text].map((digit) => digits.indexOf(digit))
  if (values.includes(-1)) return null
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('')
  const groups = bits.slice(0, (bodyBytes + macBytes) * 8).match(/.{8}/g) ?? []
  return Buffer.from(groups.map((group) => parseInt(group, 2)))
}
