import type { HeldLease } from '../core/entities/sending/lease.ts'
import type { Context } from './context.ts'
import { isGone } from './workers.ts'

export type LeaseDeps = Pick<Context, 'store' | 'clock'> & { settings: Pick<Context['settings'], 'worker'> }

/** Takes what one process at a time holds, for so many seconds; null where another holds it that is not gone. */
export async function takeLease(
  { store, clock, settings }: LeaseDeps,
  name: string,
  seconds: number,
): Promise<HeldLease | null> {
  const now = clock.now()
  const before = await store.leases.holder(name)
  if (before && !isGone(before, now)) return null
  return store.leases.take(name, before, { worker: settings.worker, until: now.add({ seconds }) })
}
