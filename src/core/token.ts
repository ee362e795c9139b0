import { createHmac, timingSafeEqual } from 'node:crypto'

/** Keys that sign links, by number; the highest signs, all verify, for ever. */
export type LinkKeys = ReadonlyMap<number, Buffer>

const version = 1
const macBytes = 10
const bodyBytes = 8

function body(key: number, subscription: number): Buffer {
  const bytes = Buffer.alloc(bodyBytes)
  bytes.writeUInt8(version, 0)
  bytes.writeUInt8(key, 1)
  bytes.writeUIntBE(subscription, 2, 6)
  return bytes
}

function mac(secret: Buffer, bytes: Buffer): Buffer {
  return createHmac('sha256', secret).update('daywire link\0').update(bytes).digest().subarray(0, macBytes)
}

/** The token of a subscription's links: version, key, subscription and 80 bits of MAC, 24 characters. */
export function signToken(keys: LinkKeys, subscription: number): string {
  const key = Math.max(...keys.keys())
  const secret = keys.get(key)
  if (!secret) throw new Error('there is no key to sign links with')
  const bytes = body(key, subscription)
  return Buffer.concat([bytes, mac(secret, bytes)]).toString('base64url')
}

/** The subscription a token is for, or null where it is not one of ours. */
export function verifyToken(keys: LinkKeys, token: string): number | null {
  if (!/^[\w-]{24}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  const signed = bytes.subarray(0, bodyBytes)
  const secret = keys.get(signed.readUInt8(1))
  if (signed.readUInt8(0) !== version || !secret) return null
  return timingSafeEqual(mac(secret, signed), bytes.subarray(bodyBytes)) ? signed.readUIntBE(2, 6) : null
}

/** A token of the right length that opens nothing, for previews. */
export const inertToken = 'preview-preview-preview-'
