import { budgetOf } from '../../../core/entities/sources/source-budget.ts'
import type { Picture, SourceItem } from '../../../core/entities/story.ts'
import { withoutTracking, withoutTrackingInHtml } from '../../../core/text/tracking.ts'
import type { FetchResult } from '../../../sources/fetch-result.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import type { Arriving, IncomingStory } from '../../../core/entities/stories/incoming-story.ts'
import type { Repositories, Transaction } from '../../../store/store.ts'
import type { Clock } from '../../../core/ports.ts'
import { atFirstReading } from './first-reading.ts'
import { identify } from './identify.ts'
import { slugFor } from './slug.ts'
import { withinStories } from './story-budget.ts'

/** The result of admitting the items of one fetch. */
export interface Admitted {
  fresh: number
  changed: number
  /** Known items that came again under another id. */
  churned: number
  /** Items left out because the document has the same item twice. */
  doubles: number
  /** Items that share their id with others. */
  sharing: number
  /** Undated items that already existed when the source was first read, and are no news. */
  backlog: number
  /** Headlines of new stories over the source's budget, newest first. They are admitted from a later fetch. */
  putOff: string[]
}

type Read = Extract<FetchResult, { unchanged: false }>

const day = Temporal.Duration.from({ hours: 24 })

/**
 * Admits the items of a fetch: each once, even if its source has changed its id, and no more new ones than the source's budget allows.
 * Their pictures are fetched later (`fetch-pictures.ts`).
 */
export async function admit(
  tx: Pick<Transaction, 'stories' | 'lock'>,
  clock: Clock,
  source: SourceRecord,
  read: Read,
): Promise<Admitted> {
  const reading = { ...read, items: read.items.map(untracked) }
  await tx.lock('stories')
  // Read after locking: a freeze then sees all that was first seen before it, and nothing falls in between.
  const at = clock.now()
  const { arriving, same, doubles, sharing, churned } = await identify(tx.stories, source.id, reading)
  const isFirst = !(await tx.stories.anyOf(source.id))
  const dated = isFirst ? atFirstReading(arriving, at) : arriving
  const incoming = dated.map((each) => incomingOf(source, each))
  const known = await tx.stories.known(source.id, incoming)
  const fresh = incoming.filter(({ item }) => !known.has(item.id))
  const { taken, putOff } = withinStories(fresh, await roomFor(tx, source, fresh.length, at))
  const counts = { fresh: 0, changed: 0, churned, doubles, sharing, backlog: 0 }
  for (const story of incoming) {
    if (!known.has(story.item.id) && !taken.has(story)) continue
    const outcome = await tx.stories.admit(source.id, story, at)
    if (outcome === 'new') counts.fresh += 1
    if (outcome === 'changed') counts.changed += 1
    if (isFirst && story.item.dateFrom === 'backlog') counts.backlog += 1
  }
  await tx.stories.listed(source.id, [...incoming.map(({ item }) => item.id), ...same], at)
  return { ...counts, putOff: putOff.map(({ item }) => item.headline) }
}

/** How many new stories a source may add now: its budget per fetch, and what is left of the budget for the last 24 hours. */
async function roomFor(
  tx: Pick<Repositories, 'stories'>,
  { id, options }: SourceRecord,
  count: number,
  at: Temporal.Instant,
): Promise<number> {
  const { stories, storiesPerDay } = budgetOf(options)
  const today = count === 0 ? 0 : await tx.stories.countSince(id, at.subtract(day))
  return Math.max(Math.min(stories, storiesPerDay - today), 0)
}

/** An item whose links are free of tracking parameters. */
function untracked(item: SourceItem): SourceItem {
  return {
    ...item,
    link: item.link === null ? null : withoutTracking(item.link),
    html: item.html === null ? null : withoutTrackingInHtml(item.html),
  }
}

function incomingOf(source: SourceRecord, { item, canonicalLink }: Arriving): IncomingStory {
  return {
    item,
    canonicalLink,
    section: item.section ?? source.section,
    language: source.language,
    picture: linkedPicture(source, item),
    slug: item.own ? slugFor(item, source.id) : null,
  }
}

/** A picture that is shown from its source's server. */
function linkedPicture({ pictures }: SourceRecord, { image }: SourceItem): Picture | null {
  if (image === null || pictures !== 'link' || !/^https?:/.test(image.url)) return null
  const linked = { src: image.url, width: 1088, height: 612 }
  return { large: linked, thumb: linked, alt: image.alt ?? '', caption: image.caption, credit: image.credit }
}
