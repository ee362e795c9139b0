import { isIP } from 'node:net'
import type { Context } from '../../context.ts'

/** What passkeys are bound to. */
export interface PasskeyHost {
  rpID: string
  origin: string
}

/** The host that passkeys are bound to; null if there can be none: an IP address (WebAuthn §5.1.3), or no TLS off this machine. */
export function passkeyHost({ settings }: Pick<Context, 'settings'>): PasskeyHost | null {
  const { hostname, origin, protocol } = new URL(settings.publicUrl)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return null
  if (protocol !== 'https:' && hostname !== 'localhost' && !hostname.endsWith('.localhost')) return null
  return { rpID: hostname, origin }
}
