import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest, Topic } from '../../../core/entities/newsroom.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Tag } from '../../../core/entities/readers/tag.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { listTopics } from '../../newsroom/list-topics.ts'

/** What readers of a digest can be filtered by. */
export interface FilterChoices {
  topics: Topic[]
  tags: Tag[]
  /** Imported lists, newest first. */
  imports: { id: number; fileName: string }[]
  /** Those with a ledger, newest first. */
  editions: Edition[]
}

const editionsOffered = 14
const importsOffered = 30

export async function filterChoices(
  context: Pick<Context, 'store'>,
  actor: Actor,
  digest: Digest,
): Promise<FilterChoices> {
  requirePermission(actor, 'view-readers', digest.id)
  const topics = await listTopics(context, 'en')
  const editions = await context.store.editions.newest(digest.id, editionsOffered)
  return {
    topics: topics.filter(({ id }) => digest.topics.includes(id)),
    tags: await context.store.tags.list(),
    imports: (await context.store.imports.page(null, importsOffered)).filter(
      ({ digestId }) => digestId === digest.id,
    ),
    editions: editions.filter(({ startedAt }) => startedAt !== null),
  }
}
