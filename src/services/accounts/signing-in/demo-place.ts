import { createHash } from 'node:crypto'
import { isLoopbackHost } from '../../../core/addresses/loopback.ts'
import type { Context } from '../../context.ts'

/** Identifies a demo by its folder and database on this machine. A copy elsewhere gets another value. */
export async function demoPlace({ store, settings }: Pick<Context, 'store' | 'settings'>): Promise<string> {
  const place = `${settings.dataFolder}\0${await store.fingerprint()}`
  return `demo:${createHash('sha256').update(place).digest('base64url')}`
}

/** Whether the settings serve the pages only to this machine. */
export function isForThisMachine({ settings }: Pick<Context, 'settings'>): boolean {
  return isLoopbackHost(new URL(settings.publicUrl).hostname)
}
