import type { Actor } from '../../../core/entities/actor.ts'
import { mostCounted } from '../../../core/entities/readers/reader-filter.ts'
import type { Tag } from '../../../core/entities/readers/tag.ts'
import { requireSomewhere } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import type { ReaderCount } from '../readers/list-readers.ts'

export type CountedTag = Tag & ReaderCount

/** Every tag with the number of its readers, counted up to 10,000. */
export async function listTags({ store }: Pick<Context, 'store'>, actor: Actor): Promise<CountedTag[]> {
  requireSomewhere(actor, 'view-readers')
  const counts = await store.tags.counts(mostCounted)
  return (await store.tags.list()).map((tag) => {
    const count = counts.get(tag.id) ?? 0
    return { ...tag, count: Math.min(count, mostCounted), isMore: count > mostCounted }
  })
}
