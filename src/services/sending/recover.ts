import { hostname } from 'node:os'
import type { House } from '../house.ts'

/**
 * Takes rows back from senders that are gone: whose lease has run out, or whose process on this very
 * host has ended. Claimed rows are free again; rows in flight become unknown. To be called while this process sends none of
 * them: what it holds then, it held when it broke off.
 */
export async function recoverRows(
  { store, clock, settings, events }: Pick<House, 'store' | 'clock' | 'settings' | 'events'>,
  editionId: number,
): Promise<void> {
  const now = clock.now()
  for (const { worker, leaseUntil } of await store.claims.workers(editionId)) {
    const isOwn = worker === settings.worker
    if (!isOwn && leaseUntil > now.epochMilliseconds && !hasEnded(worker)) continue
    const { unknown } = await store.claims.recover(editionId, worker, now)
    if (unknown > 0)
      events.emit({
        level: 'warn',
        name: 'delivery.unknown',
        message: `${unknown} mails were on their way when a sender ended; they may or may not have arrived`,
      })
  }
}

/** The name under which this process holds rows. */
export function workerName(nonce: string): string {
  return `${hostname()}:${process.pid}:${nonce}`
}

export function hasEnded(worker: string): boolean {
  const [host, pid] = worker.split(':')
  if (host !== hostname() || !pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
