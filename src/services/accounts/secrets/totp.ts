import { Secret, TOTP } from 'otpauth'
import type { Random } from '../../../core/ports.ts'

const period = 30
/** Codes of the previous and next step are accepted, too (RFC 6238 §5.2). */
const window = 1

const totpOf = (secret: string, label = '', issuer = ''): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period, label, issuer })

/** A secret of 160 bits for an authenticator app, in base 32 (RFC 4226 §4). */
export function newTotpSecret(random: Random): string {
  return new Secret({ buffer: new Uint8Array(random.bytes(20)).buffer }).base32
}

/** What an authenticator app reads from the QR code. */
export function totpAddress(secret: string, { issuer, email }: { issuer: string; email: string }): string {
  return totpOf(secret, email, issuer || 'Daywire').toString()
}

/** The time step of a code, to be accepted once; null if the code is not valid now. */
export function totpStep(secret: string, code: string, now: Temporal.Instant): number | null {
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return null
  const timestamp = now.epochMilliseconds
  const delta = totpOf(secret).validate({ token, timestamp, window })
  return delta === null ? null : Math.floor(timestamp / 1000 / period) + delta
}
