import type { Edition } from '../../core/entities/edition.ts'
import type { Context } from '../context.ts'
import { todaysShare } from '../sending/warm-up/todays-share.ts'

/** How many an edition would go to now, at most: some of them may find no news of their topics in it. */
export async function countReaders(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { digestId, date }: Pick<Edition, 'digestId' | 'date'>,
): Promise<number> {
  const all = await store.audiences.countExpected(digestId, date.dayOfWeek, clock.now())
  const share = await todaysShare({ store, clock })
  return Math.min(all, share?.most ?? all)
}
