import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { Context } from '../../../context.ts'
import type { PreparedEditions } from './prepared-editions.ts'
import { previewOf, type Preview } from './preview.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

/**
 * The newest edition that has begun to be sent, as an e-mail with these topics; null if there is none. Throws `not-found` if there is no
 * e-mail with them.
 */
export async function newestFor(
  context: Deps,
  prepared: PreparedEditions,
  digest: Digest,
  topics: string[],
): Promise<Preview | null> {
  const [newest] = await context.store.archivedEditions.newest(1, digest.id)
  const edition = newest && (await context.store.editions.byId(newest.id))
  if (!edition) return null
  const known = topics.filter((topic) => digest.topics.includes(topic))
  return previewOf(context, digest, await prepared.of(edition), { kind: 'topics', topics: known })
}
