import type { HeldLease } from '../core/entities/sending/lease.ts'
import type { Context } from './context.ts'
import { isGone } from './workers.ts'

export type LeaseDeps = Pick<Context, 'store' | 'clock'> & { settings: Pick<Context['settings'], 'worker'> }

/** Takes a lease that only one process can have, for some seconds; null if another process has it and is not gone. */
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
