import { addressHash } from '../../../core/addresses/address.ts'
import type { Transaction } from '../../../store/store.ts'

const day = 24 * 3_600_000
const daily = (count: number) => ({ burst: count, interval: day / count })

/** Of one sender, of all readers, and of all others, whom anybody may be. */
const ofSender = daily(5)
const ofReaders = daily(200)
const ofOthers = daily(40)
/** Of all others again: messages whose whole text is kept. */
const textsOfOthers = daily(1_000)

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

/** Whether the whole text of one more message of somebody who is no reader may be kept today. */
export async function takeForText({ allowances }: Tx, at: Temporal.Instant): Promise<boolean> {
  return (await allowances.take({ key: 'replies:texts', ...textsOfOthers }, at)) === 0
}
