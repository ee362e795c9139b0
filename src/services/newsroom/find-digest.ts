import { AppError } from '../../core/errors.ts'
import type { Digest, Newsroom } from '../../core/entities/newsroom.ts'
import type { Edition } from '../../core/entities/edition.ts'
import type { Repositories } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { listed, said } from '../../core/said/said.ts'

/** The newsroom; null if none has been set up. */
export async function findNewsroom({
  store,
}: {
  store: Pick<Repositories, 'newsroom'>
}): Promise<Newsroom | null> {
  return store.newsroom.get()
}

/** The newsroom; throws `bad-config` if none has been set up. */
export async function requireNewsroom(context: { store: Pick<Repositories, 'newsroom'> }): Promise<Newsroom> {
  const newsroom = await findNewsroom(context)
  if (!newsroom) throw new AppError('bad-config', said('newsroom-none'))
  return newsroom
}

/** The digest with a key; without a key, the only digest. Throws `not-found` listing the existing ones. */
export async function findDigest(context: Pick<Context, 'store'>, key: string | null): Promise<Digest> {
  const digests = await context.store.digests.list()
  const found = key === null && digests.length === 1 ? digests[0] : digests.find((d) => d.key === key)
  if (found) return found
  if (digests.length === 0) await requireNewsroom(context)
  const known = listed(digests.map((d) => d.key))
  throw new AppError(
    'not-found',
    key === null ? said('digest-not-named', { known }) : said('digest-unknown', { key, known }),
  )
}

/** The edition of a digest on a date. Throws `not-found`. */
export async function findEdition(
  context: Pick<Context, 'store'>,
  digest: Digest,
  date: Temporal.PlainDate,
  number: number,
): Promise<Edition> {
  const edition = await context.store.editions.byDate(digest.id, date, number)
  if (edition) return edition
  throw new AppError('not-found', said('edition-none', { digest: digest.key, date: date.toString() }))
}
