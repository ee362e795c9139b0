import { createHmac } from 'node:crypto'
import type { Random } from '../../../core/ports.ts'
import type { LinkKeys } from '../../../core/token.ts'

const count = 10
/** Without letters and digits that look alike. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
const length = 12

/** Codes for people who lost their authenticator app, about 59 bits each, in three groups. */
export function newRecoveryCodes(random: Random): string[] {
  return Array.from({ length: count }, () => {
    const code = Array.from({ length }, () => letters[Math.floor(random.next() * letters.length)] ?? '').join(
      '',
    )
    return code.replace(/(.{4})(?=.)/g, '$1-')
  })
}

/** The stored form of a code: a hash with keys outside the database, the first of which is never removed. */
export function recoveryHash(keys: LinkKeys, accountId: number, code: string): string {
  const key = keys.get(Math.min(...keys.keys())) ?? Buffer.alloc(0)
  const plain = code.toLowerCase().replace(/[^a-z0-9]/g, '')
  return createHmac('sha256', key).update(`daywire recovery\0${accountId}\0${plain}`).digest('base64url')
}
