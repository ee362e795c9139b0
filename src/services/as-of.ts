import { AppError } from '../core/errors.ts'
import type { Digest, Schedule } from '../core/entities/newsroom.ts'
import type { Context } from './context.ts'
import { said } from '../core/said/said.ts'

/** The instant at which a run as of a local date begins: the later of the digest's hour and cutoff. */
export function startOf(
  { hour, cutoff, timeZone }: Pick<Schedule, 'hour' | 'cutoff' | 'timeZone'>,
  date: Temporal.PlainDate,
): Temporal.Instant {
  const plainTime = Temporal.PlainTime.from(hour > cutoff ? hour : cutoff)
  return date.toZonedDateTime({ timeZone, plainTime }).toInstant()
}

/**
 * Throws `conflict` for a date without an edition that is before the newest edition that carried something: collecting or composing as of
 * that date would change what was already sent.
 */
export async function requireComposable(
  { store }: Pick<Context, 'store'>,
  digest: Digest,
  date: Temporal.PlainDate,
): Promise<void> {
  const last = await store.editions.lastCarrying(digest.id)
  if (!last || Temporal.PlainDate.compare(date, last.date) >= 0) return
  if (await store.editions.byDate(digest.id, date)) return
  const params = { digest: digest.key, last: last.date.toString(), date: date.toString() }
  throw new AppError('conflict', said('edition-already-later', params))
}
