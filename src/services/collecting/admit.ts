import { canonicalLink } from '../../curate/canonical-link.ts'
import { budgetOf } from '../../core/source-budget.ts'
import type { Picture, SourceItem } from '../../core/story.ts'
import type { Reading } from '../../sources/reading.ts'
import type { SourceRecord } from '../../store/sources.ts'
import type { Arriving, IncomingStory } from '../../store/stories.ts'
import type { Rooms } from '../../store/store.ts'
import type { House } from '../house.ts'
import { slugFor } from './slug.ts'
import { withinStories } from './story-budget.ts'

/** What one reading brought. */
export interface Admitted {
  fresh: number
  changed: number
  /** Items that came again under another id. */
  churned: number
  /** New stories over the source's budget: headlines, the newest first. They come in with a later reading. */
  putOff: string[]
}

type Read = Extract<Reading, { unchanged: false }>

const day = Temporal.Duration.from({ hours: 24 })

/**
 * Takes the items of a reading in: each once, whatever its source calls it today, and no more new ones than the source's
 * budget allows. Their pictures come later (`fetch-pictures.ts`).
 */
export async function admit(
  house: Pick<House, 'store' | 'clock'>,
  source: SourceRecord,
  reading: Read,
): Promise<Admitted> {
  const arriving = withoutRepeats(
    reading.items.map((item) => ({ item, canonicalLink: canonicalLink(item.link) })),
  )
  const incoming = arriving.map((each): IncomingStory => incomingOf(source, each))
  return house.store.transaction(async (tx) => {
    await tx.lock('stories')
    // Read inside the lock: a freeze sees all that was first seen before it, and nothing falls between.
    const at = house.clock.now()
    const known = await tx.stories.known(source.id, incoming)
    const isNew = ({ item }: IncomingStory): boolean => !known.has(item.id)
    const fresh = incoming.filter(isNew)
    const { taken, putOff } = withinStories(fresh, await roomFor(tx, source, fresh.length, at))
    const counts = { fresh: 0, changed: 0, churned: 0 }
    for (const story of incoming) {
      if (isNew(story) && !taken.has(story)) continue
      const id = known.get(story.item.id) ?? story.item.id
      const outcome = await tx.stories.admit(source.id, { ...story, item: { ...story.item, id } }, at)
      if (outcome === 'new') counts.fresh += 1
      if (outcome === 'changed') counts.changed += 1
      if (id !== story.item.id) counts.churned += 1
    }
    const listed = [
      ...incoming.map(({ item }) => known.get(item.id) ?? item.id),
      ...reading.same.map(({ id }) => id),
    ]
    await tx.stories.listed(source.id, listed, at)
    return { ...counts, putOff: putOff.map(({ item }) => item.headline) }
  })
}

/** How many new stories a source may bring now: by its budget a reading, and what is left of that of the last 24 hours. */
async function roomFor(
  tx: Pick<Rooms, 'stories'>,
  { id, options }: SourceRecord,
  count: number,
  at: Temporal.Instant,
): Promise<number> {
  const { stories, storiesPerDay } = budgetOf(options)
  const today = count === 0 ? 0 : await tx.stories.countSince(id, at.subtract(day))
  return Math.max(Math.min(stories, storiesPerDay - today), 0)
}

function incomingOf(source: SourceRecord, { item, canonicalLink: link }: Arriving): IncomingStory {
  return {
    item,
    canonicalLink: link,
    section: item.section ?? source.section,
    language: source.language,
    picture: linkedPicture(source, item),
    slug: item.own ? slugFor(item, source.id) : null,
  }
}

/** What makes two items of a source one story: the same id, or the same link, headline and date under another. */
function namesOf({ item, canonicalLink: link }: Arriving): string[] {
  const traits = link === null || item.date === null ? [] : [link, item.headline, item.date.epochMilliseconds]
  return [JSON.stringify([item.id]), ...(traits.length === 0 ? [] : [JSON.stringify(traits)])]
}

/** Each item of a reading once; the first of those that repeat. */
function withoutRepeats(arriving: Arriving[]): Arriving[] {
  const seen = new Set<string>()
  return arriving.filter((each) => {
    const names = namesOf(each)
    const isNew = !names.some((name) => seen.has(name))
    if (isNew) for (const name of names) seen.add(name)
    return isNew
  })
}

/** A picture that is shown from where its source has it. */
function linkedPicture({ pictures }: SourceRecord, { image }: SourceItem): Picture | null {
  if (image === null || pictures !== 'link' || !/^https?:/.test(image.url)) return null
  const linked = { src: image.url, width: 1088, height: 612 }
  return { large: linked, thumb: linked, alt: image.alt ?? '', caption: image.caption, credit: image.credit }
}
