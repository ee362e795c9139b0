import { createHash } from 'node:crypto'
import { isLoopbackHost } from '../../../core/addresses/loopback.ts'
import type { Context } from '../../context.ts'

/** What a demo's link is for: its folder and database, as they are on this machine. A copy elsewhere is another place. */
export async function demoPlace({ store, settings }: Pick<Context, 'store' | 'settings'>): Promise<string> {
  const place = `${settings.dataFolder}\0${await store.fingerprint()}`
  return `demo:${createHash('sha256').update(place).digest('base64url')}`
}

/** Whether the pages are for this machine alone, by their settings. */
export function isForThisMachine({ settings }: Pick<Context, 'settings'>): boolean {
  return isLoopbackHost(new URL(settings.publicUrl).hostname)
}
