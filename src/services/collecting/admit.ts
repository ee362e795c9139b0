import type { Picture, PictureLink, SourceItem } from '../../core/story.ts'
import { withoutTracking, withoutTrackingInHtml } from '../../core/tracking.ts'
import type { PictureFile, Reading } from '../../sources/reading.ts'
import type { SourceRecord } from '../../store/sources.ts'
import type { House } from '../house.ts'
import { atFirstReading } from './first-reading.ts'
import { identify } from './identify.ts'
import { slugFor } from './slug.ts'

/** What one reading brought. */
export interface Admitted {
  fresh: number
  changed: number
  /** Items that came again under another id. */
  churned: number
  /** Items left out, since another of the document is the same. */
  doubles: number
  /** Items whose id others have too. */
  sharing: number
  /** Undated items that were there when the source was first read, and are no news. */
  backlog: number
}

type Read = Extract<Reading, { unchanged: false }>

/** Takes the items of a reading in: each once, whatever its source calls it today. */
export async function admit(
  house: Pick<House, 'store' | 'sources' | 'clock' | 'events'>,
  source: SourceRecord,
  read: Read,
): Promise<Admitted> {
  const reading = { ...read, items: read.items.map(untracked) }
  const pictures = await picturesOf(house, source, reading)
  return house.store.transaction(async (tx) => {
    await tx.lock('stories')
    // Read inside the lock: a freeze sees all that was first seen before it, and nothing falls between.
    const at = house.clock.now()
    const { arriving, doubles, sharing, churned } = await identify(tx.stories, source.id, reading)
    const isFirst = !(await tx.stories.anyOf(source.id))
    const counts = { fresh: 0, changed: 0, churned, doubles, sharing, backlog: 0 }
    for (const { item, canonicalLink } of isFirst ? atFirstReading(arriving, at) : arriving) {
      const picture = pictures.get(item.position) ?? null
      const outcome = await tx.stories.admit(
        source.id,
        {
          // A picture that could not be had is asked for again, so the item must come again.
          item: item.image && !picture ? { ...item, fingerprint: null } : item,
          canonicalLink,
          section: item.section ?? source.section,
          language: source.language,
          picture,
          slug: item.own ? slugFor(item, source.id) : null,
        },
        at,
      )
      if (outcome === 'new') counts.fresh += 1
      if (outcome === 'changed') counts.changed += 1
      if (isFirst && item.dateFrom === 'backlog') counts.backlog += 1
    }
    return counts
  })
}

/** The picture of each item that comes in, by its place; those that are kept already are not asked for. */
async function picturesOf(
  house: Pick<House, 'store' | 'sources' | 'clock' | 'events'>,
  source: SourceRecord,
  reading: Read,
): Promise<Map<number, Picture | null>> {
  const { arriving } = await identify(house.store.stories, source.id, reading)
  const known = await house.store.stories.known(source.id, arriving)
  const pictures = new Map<number, Picture | null>()
  for (const { item } of arriving) {
    const kept = known.get(item.id)?.picture
    pictures.set(item.position, kept ?? (await pictureOf(house, source, reading.base, item.image)))
  }
  return pictures
}

/** An item without tracking in the addresses that readers are led to. */
function untracked(item: SourceItem): SourceItem {
  return {
    ...item,
    link: item.link === null ? null : withoutTracking(item.link),
    html: item.html === null ? null : withoutTrackingInHtml(item.html),
  }
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
