import { AppError } from '../../../core/errors.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { findEdition } from '../../newsroom/find-digest.ts'
import type { Context } from '../../context.ts'
import { said } from '../../../core/said/said.ts'

/** The edition of a date; without a date, the newest. Throws `not-found`. */
export async function pickEdition(
  context: Pick<Context, 'store'>,
  digest: Digest,
  date: Temporal.PlainDate | null,
  number: number,
): Promise<Edition> {
  const wanted = date ?? (await context.store.editions.newestScheduled(digest.id))?.date
  if (!wanted) throw new AppError('not-found', said('edition-none-yet', { digest: digest.key }))
  return findEdition(context, digest, wanted, number)
}
