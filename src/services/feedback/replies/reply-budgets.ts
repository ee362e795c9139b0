import { addressHash } from '../../../core/addresses/address.ts'
import type { Transaction } from '../../../store/store.ts'

const day = 24 * 3_600_000
const daily = (count: number) => ({ burst: count, interval: day / count })

/** Of one sender, of all readers, and of all others, whom anybody may be. */
const ofSender = daily(5)
const ofReaders = daily(200)
const ofOthers = daily(40)

type Tx = Pick<Transaction, 'allowances'>

/** Whether one more message of a sender may go on today; the key keeps addresses unreadable in the store. */
export async function takeForSender(
  { allowances }: Tx,
  key: Buffer,
  from: string,
  at: Temporal.Instant,
): Promise<boolean> {
  return (await allowances.take({ key: `reply:${addressHash(key, from)}`, ...ofSender }, at)) === 0
}

/** Whether one more message of a reader, or of somebody else, may go on today. */
export async function takeForSite(
  { allowances }: Tx,
  isReader: boolean,
  at: Temporal.Instant,
): Promise<boolean> {
  const budget = isReader ? { key: 'replies', ...ofReaders } : { key: 'replies:others', ...ofOthers }
  return (await allowances.take(budget, at)) === 0
}
