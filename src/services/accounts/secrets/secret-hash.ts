import { createHash } from 'node:crypto'
import type { Random } from '../../../core/ports.ts'

/** A secret of 128 bits: 22 characters of base64url. */
export function newSecret(random: Random): string {
  return random.bytes(16).toString('base64url')
}

/** The stored form of a secret of 128 bits; one that cannot be guessed needs no slow hash. */
export function secretHash(secret: string): string {
  return createHash('sha256').update('daywire secret\0').update(secret).digest('base64url')
}
