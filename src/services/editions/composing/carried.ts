import type { CarriedBefore, ChangedStory } from '../../../curate/curated.ts'
import { plainText } from '../../../curate/text/plain-text.ts'
import { storyTime } from '../../../core/entities/stories/story-time.ts'
import type { Item } from '../../../core/entities/sheet.ts'
import { storyInEditionPath } from '../../../core/links.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Story } from '../../../core/entities/story.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Repositories } from '../../../store/store.ts'

/** Characters of a body that count as seen by readers who followed a link. */
const bodyRead = 6_000

/** What editions of a digest carried, in its last version, and what has changed of it. */
export interface CarriedLately {
  news: CarriedBefore[]
  changed: ChangedStory[]
}

/**
 * Collects what these editions carried, except what was withdrawn, and which of it sources changed after `from` and up to `until`,
 * inclusive.
 */
export async function carriedLately(
  tx: Repositories,
  digest: Digest,
  newestFirst: Edition[],
  { from, until }: { from: Temporal.Instant; until: Temporal.Instant },
): Promise<CarriedLately> {
  const last = new Map<number, { item: Item; edition: Edition }>()
  for (const edition of newestFirst)
    for (const item of await tx.contents.items(edition.id))
      if (!last.has(item.storyId)) last.set(item.storyId, { item, edition })
  const withdrawn = await tx.exclusions.withdrawn([...last.keys()])
  for (const id of withdrawn) last.delete(id)
  const stories = await tx.stories.byIds([...last.keys()])
  const before = await tx.storyVersions.firstBefore(from, until)
  const all = stories.flatMap((story) => {
    const shown = last.get(story.id)
    return shown ? [{ story, carried: carriedOf(story, shown.item, digest, shown.edition) }] : []
  })
  return {
    news: all.flatMap(({ story, carried }) => (story.section === 'news' ? [carried] : [])),
    changed: all.flatMap((one) => {
      const was = before.get(one.story.id)
      return was ? [{ ...one, before: was }] : []
    }),
  }
}

function carriedOf(story: Story, item: Item, digest: Digest, edition: Edition): CarriedBefore {
  const { headline, summary, topics } = item
  const body = plainText((story.html ?? '').slice(0, bodyRead))
  const page = { key: digest.key, date: edition.date, number: edition.number }
  return {
    storyId: story.id,
    headline,
    summary,
    canonicalLink: story.canonicalLink,
    guid: story.guid,
    sourceId: story.sourceId,
    at: storyTime(story),
    shown: [headline, summary, story.summary, body].join('\n'),
    topics,
    on: edition.date,
    link: storyInEditionPath(page, story.id),
  }
}
