import { addressHash } from '../../../core/addresses/address.ts'
import { networkOf } from '../../../core/addresses/network.ts'
import type { Transaction } from '../../../store/store.ts'

const minute = 60_000
const hour = 60 * minute

/** Per address: three at once, then one every eight hours: enough for "send it again", too few to pester anybody. */
const ofAddress = { burst: 3, interval: 8 * hour }
/** Per network: thirty at once, then thirty an hour: an office may sign up together. */
const ofNetwork = { burst: 30, interval: 2 * minute }

/** At most `perHour` in any hour: a quarter of them at once, the others evenly. */
function ofSite(perHour: number): { burst: number; interval: number } {
  const burst = Math.ceil(perHour / 4)
  return { burst, interval: Math.ceil(hour / (perHour - burst)) }
}

type Tx = Pick<Transaction, 'allowances'>

/**
 * Seconds until a network may send the next form; 0 if this one is accepted and counted. The keyed hash keeps networks unreadable in the
 * store.
 */
export function takeOfNetwork(tx: Tx, key: Buffer, ip: string, at: Temporal.Instant): Promise<number> {
  return tx.allowances.take({ key: `network:${addressHash(key, networkOf(ip))}`, ...ofNetwork }, at)
}

/** Whether another e-mail may go to an address that somebody typed, by its hash. `what` separates kinds of e-mail. */
export async function takeOfAddress(
  tx: Tx,
  hash: string,
  at: Temporal.Instant,
  what: 'sign-up' | 'farewell' | 'own-link' = 'sign-up',
): Promise<boolean> {
  return (await tx.allowances.take({ key: `${what}:${hash}`, ...ofAddress }, at)) === 0
}

/** How long an e-mail may wait. A later one is useless, and a flood must not make everybody wait for days. */
const longestWait = 24 * hour

/** When the site's next e-mail to an address that somebody typed may be sent; null if the queue is longer than a day. */
export function reserveOfSite(
  tx: Tx,
  perHour: number,
  at: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  return tx.allowances.reserve({ key: 'site', ...ofSite(perHour) }, longestWait, at)
}
