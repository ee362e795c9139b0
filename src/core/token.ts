import { createHmac, timingSafeEqual } from 'node:crypto'

/** Keys that sign links, by number; the highest signs, all verify for ever. */
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

/** What a token is for: the links in a subscription's e-mails, the confirmation of a sign-up, or the time at which a form was shown. */
export type TokenPurpose = 'link' | 'confirmation' | 'form'

function mac(secret: Buffer, purpose: TokenPurpose, bytes: Buffer): Buffer {
  const text = `daywire ${purpose}\0`
  return createHmac('sha256', secret).update(text).update(bytes).digest().subarray(0, macBytes)
}

/** A subscription's token for links: version, key, subscription and 80 bits of MAC, 24 characters. */
export function signToken(keys: LinkKeys, subscription: number, purpose: TokenPurpose = 'link'): string {
  const key = Math.max(...keys.keys())
  const secret = keys.get(key)
  if (!secret) throw new Error('no key to sign links with')
  const bytes = body(key, subscription)
  return Buffer.concat([bytes, mac(secret, purpose, bytes)]).toString('base64url')
}

/** The number in a token of this purpose; null if it is not one of ours. */
export function verifyToken(keys: LinkKeys, token: string, purpose: TokenPurpose = 'link'): number | null {
  if (!/^[\w-]{24}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  const signed = bytes.subarray(0, bodyBytes)
  const secret = keys.get(signed.readUInt8(1))
  if (signed.readUInt8(0) !== version || !secret) return null
  return timingSafeEqual(mac(secret, purpose, signed), bytes.subarray(bodyBytes))
    ? signed.readUIntBE(2, 6)
    : null
}

/** What the links in a subscription's e-mails refer to. `addressChanges`: how often its address had been changed when they were made. */
export interface LinkOf {
  id: number
  addressChanges: number
}

/** Ids are below this; above them is the number of changes, which saturates. */
const changesFrom = 2 ** 40
const mostChanges = 255

/** A subscription's token for links; while its address was never changed, that of its id alone. */
export function signLink(keys: LinkKeys, { id, addressChanges }: LinkOf): string {
  return signToken(keys, Math.min(addressChanges, mostChanges) * changesFrom + id)
}

/** What a link's token refers to; null if it is not one of ours. */
export function verifyLink(keys: LinkKeys, token: string): LinkOf | null {
  const number = verifyToken(keys, token)
  if (number === null) return null
  return { id: number % changesFrom, addressChanges: Math.floor(number / changesFrom) }
}

/** Whether a link was made for the subscription's present address. */
export const isCurrentLink = (link: LinkOf, { addressChanges }: Pick<LinkOf, 'addressChanges'>): boolean =>
  link.addressChanges === Math.min(addressChanges, mostChanges)

/** A token of the right length that is never valid, for previews. */
export const inertToken = 'preview-preview-preview-'
