import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from '../../context.ts'

type Deps = Pick<Context, 'linkKeys' | 'random' | 'clock'>

const holds = Temporal.Duration.from({ minutes: 10 })
const nonceBytes = 16
const bodyBytes = nonceBytes + 6
const macBytes = 16

function macOf({ linkKeys }: Pick<Deps, 'linkKeys'>, purpose: string, body: Buffer): Buffer {
  const key = linkKeys.get(Math.max(...linkKeys.keys())) ?? Buffer.alloc(0)
  return createHmac('sha256', key)
    .update(`daywire challenge\0${purpose}\0`)
    .update(body)
    .digest()
    .subarray(0, macBytes)
}

/**
 * A challenge for a passkey (WebAuthn §13.4.3): random bytes, expiry and our signature, so that showing a page stores nothing. Whoever
 * accepts an answer marks it as used.
 */
export function newChallenge(deps: Deps, purpose: string): Uint8Array<ArrayBuffer> {
  const ends = Buffer.alloc(6)
  ends.writeUIntBE(deps.clock.now().add(holds).epochMilliseconds, 0, 6)
  const body = Buffer.concat([deps.random.bytes(nonceBytes), ends])
  return new Uint8Array(Buffer.concat([body, macOf(deps, purpose, body)]))
}

/** When a challenge of ours expires; null if it is not ours, has another purpose, or has expired. */
export function challengeEnd(
  deps: Pick<Deps, 'linkKeys' | 'clock'>,
  purpose: string,
  challenge: string,
): Temporal.Instant | null {
  const bytes = Buffer.from(challenge, 'base64url')
  if (bytes.length !== bodyBytes + macBytes) return null
  const body = bytes.subarray(0, bodyBytes)
  if (!timingSafeEqual(macOf(deps, purpose, body), bytes.subarray(bodyBytes))) return null
  const end = Temporal.Instant.fromEpochMilliseconds(body.readUIntBE(nonceBytes, 6))
  return Temporal.Instant.compare(end, deps.clock.now()) > 0 ? end : null
}
