import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { Random } from './ports.ts'
import type { LinkKeys } from './token.ts'

const cipher = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

const keyFor = (secret: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `daywire seal\0${purpose}`, 32))

/** Encrypts and authenticates a text for one purpose with the newest key (AES-256-GCM, with a key derived as in RFC 5869). */
export function seal(keys: LinkKeys, random: Random, purpose: string, text: string): string {
  const number = Math.max(...keys.keys())
  const secret = keys.get(number)
  if (!secret) throw new Error('no key to encrypt with')
  const nonce = random.bytes(nonceBytes)
  const sealing = createCipheriv(cipher, keyFor(secret, purpose), nonce)
  const body = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()])
  return Buffer.concat([Buffer.of(number), nonce, sealing.getAuthTag(), body]).toString('base64url')
}

/** Decrypts a text that was sealed for the purpose; null for anything else. */
export function unseal(keys: LinkKeys, purpose: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url')
  const begin = 1 + nonceBytes + tagBytes
  const secret = bytes.length < begin ? undefined : keys.get(bytes.readUInt8(0))
  if (!secret) return null
  const opening = createDecipheriv(cipher, keyFor(secret, purpose), bytes.subarray(1, 1 + nonceBytes))
  opening.setAuthTag(bytes.subarray(1 + nonceBytes, begin))
  try {
    return Buffer.concat([opening.update(bytes.subarray(begin)), opening.final()]).toString('utf8')
  } catch {
    return null
  }
}
