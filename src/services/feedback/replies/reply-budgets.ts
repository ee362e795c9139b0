import { addressHash } from '../../../core/addresses/address.ts'
import type { Transaction } from '../../../store/store.ts'

const day = 24 * 3_600_000
const daily = (count: number) => ({ burst: count, interval: day / count })

/** Messages a day: of one sender, of all readers, and of everybody else. */
const ofSender = daily(5)
const ofReaders = daily(200)
const ofOthers = daily(40)
/** Messages of everybody else that are stored with their whole text. */
const textsOfOthers = daily(1_000)

type Tx = Pick<Transaction, 'allowances'>

/** Whether another message of a sender may be forwarded today; the keyed hash keeps addresses unreadable in the store. */
export async function takeForSender(
  { allowances }: Tx,
  key: Buffer,
  from: string,
  at: Temporal.Instant,
): Promise<boolean> {
  return (await allowances.take({ key: `reply:${addressHash(key, from)}`, ...ofSender }, at)) === 0
}

/** Whether another message of a reader, or of somebody else, may be forwarded today. */
export async function takeForSite(
  { allowances }: Tx,
  isReader: boolean,
  at: Temporal.Instant,
): Promise<boolean> {
  const budget = isReader ? { key: 'replies', ...ofReaders } : { key: 'replies:others', ...ofOthers }
  return (await allowances.take(budget, at)) === 0
}

/** Whether the whole text of another message of somebody who is no reader may be stored today. */
export async function takeForText({ allowances }: Tx, at: Temporal.Instant): Promise<boolean> {
  return (await allowances.take({ key: 'replies:texts', ...textsOfOthers }, at)) === 0
}
