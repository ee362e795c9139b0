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
  /** Those with a ledger, newest first. */
  editions: Edition[]
}

const editionsOffered = 14

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
    editions: editions.filter(({ startedAt }) => startedAt !== null),
  }
}
