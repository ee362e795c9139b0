import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Context } from '../../context.ts'
import { pickEdition } from '../viewing/pick-edition.ts'
import { type ChangeBasis, inEdition } from './make-change.ts'

/** The edition of a date, or wishes for it if there is none yet; without a date, the newest edition. */
export async function pickBasis(
  context: Pick<Context, 'store'>,
  digest: Digest,
  date: Temporal.PlainDate | null,
  number: number,
): Promise<{ basis: ChangeBasis; edition: Edition | null }> {
  const isComing = date !== null && number === 0 && !(await context.store.editions.byDate(digest.id, date))
  if (isComing) return { basis: { digestId: digest.id, date, editionId: null, seen: null }, edition: null }
  const edition = await pickEdition(context, digest, date, number)
  return { basis: inEdition(edition), edition }
}
