import { canonicalLink } from '../../curate/canonical-link.ts'
import { withoutTracking, withoutTrackingInHtml } from '../../core/tracking.ts'
import type { Picture, PictureLink, SourceItem } from '../../core/story.ts'
import type { PictureFile, Reading } from '../../sources/reading.ts'
import type { SourceRecord } from '../../store/sources.ts'
import type { Arriving, IncomingStory } from '../../store/stories.ts'
import type { House } from '../house.ts'
import { slugFor } from './slug.ts'

/** What one reading brought. */
export interface Admitted {
  fresh: number
  changed: number
  /** Items that came again under another id. */
  churned: number
}

type Read = Extract<Reading, { unchanged: false }>

/** Takes the items of a reading in: each once, whatever its source calls it today. */
export async function admit(
  house: Pick<House, 'store' | 'sources' | 'clock' | 'events'>,
  source: SourceRecord,
  reading: Read,
): Promise<Admitted> {
  const arriving = withoutRepeats(
    reading.items.map((item) => ({ item: untracked(item), canonicalLink: canonicalLink(item.link) })),
  )
  const known = await house.store.stories.known(source.id, arriving)
  const incoming: IncomingStory[] = []
  for (const { item, canonicalLink: link } of arriving) {
    const picture = known.get(item.id)?.picture ?? (await pictureOf(house, source, reading.base, item.image))
    incoming.push({
      // A picture that could not be had is asked for again, so the item must come again.
      item: item.image && !picture ? { ...item, fingerprint: null } : item,
      canonicalLink: link,
      section: item.section ?? source.section,
      language: source.language,
      picture,
      slug: item.own ? slugFor(item, source.id) : null,
    })
  }
  return house.store.transaction(async (tx) => {
    await tx.lock('stories')
    // Read inside the lock: a freeze sees all that was first seen before it, and nothing falls between.
    const at = house.clock.now()
    const knownNow = await tx.stories.known(source.id, incoming)
    const counts = { fresh: 0, changed: 0, churned: 0 }
    for (const story of incoming) {
      const id = knownNow.get(story.item.id)?.guid ?? story.item.id
      const outcome = await tx.stories.admit(source.id, { ...story, item: { ...story.item, id } }, at)
      if (outcome === 'new') counts.fresh += 1
      if (outcome === 'changed') counts.changed += 1
      if (id !== story.item.id) counts.churned += 1
    }
    return counts
  })
}

/** An item without tracking in the addresses that readers are led to. */
function untracked(item: SourceItem): SourceItem {
  return {
    ...item,
    link: item.link === null ? null : withoutTracking(item.link),
    html: item.html === null ? null : withoutTrackingInHtml(item.html),
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

async function pictureOf(
  house: Pick<House, 'store' | 'sources' | 'clock' | 'events'>,
  source: SourceRecord,
  base: string | null,
  link: PictureLink | null,
): Promise<Picture | null> {
  if (!link || source.pictures === 'none') return null
  const words = { alt: link.alt ?? '', caption: link.caption, credit: link.credit }
  if (source.pictures === 'link' && /^https?:/.test(link.url)) {
    const linked = { src: link.url, width: 1088, height: 612 }
    return { large: linked, thumb: linked, ...words }
  }
  const got = await house.sources.picture(link, source.kind === 'folder' ? base : null)
  if (!got.ok) {
    house.events.emit({
      level: 'warn',
      name: 'picture.failed',
      message: `${source.name}: ${link.url}: ${got.reason}`,
    })
    return null
  }
  const keep = async (file: PictureFile) => {
    const hash = await house.store.media.put(file, house.clock.now())
    return { src: `media/${hash}`, width: file.width, height: file.height }
  }
  return { large: await keep(got.large), thumb: await keep(got.thumb), ...words }
}
