import { isAbsolute, join } from 'node:path'
import { canonicalLink } from '../curate/canonical-link.ts'
import { reasonOf } from '../core/errors.ts'
import type { Picture, PictureLink, SourceItem } from '../core/story.ts'
import type { PictureFile, Reading } from '../sources/reading.ts'
import type { SourceRecord } from '../store/sources.ts'
import type { IncomingStory } from '../store/stories.ts'
import type { House } from './house.ts'
import { slugFor } from './slug.ts'

/** What one source gave. */
export interface Collected {
  source: string
  outcome: 'read' | 'unchanged' | 'failed' | 'waiting'
  found: number
  fresh: number
  changed: number
  /** Failure, repairs, notes: sentences for a person. */
  notes: string[]
}

type Room = Pick<House, 'store' | 'sources' | 'clock' | 'events' | 'progress' | 'settings'>

const readAtOnce = 4

/** Reads every source that is on, and keeps what is new. One bad source never stops the others. */
export async function collect(house: Room): Promise<Collected[]> {
  const sources = (await house.store.sources.list()).filter(
    (s) => s.status !== 'off' && s.status !== 'retired',
  )
  const results: Collected[] = []
  const waiting = [...sources]
  const reader = async (): Promise<void> => {
    for (let source = waiting.shift(); source; source = waiting.shift()) {
      results.push(await collectOne(house, source))
      house.progress.step('collect', results.length, sources.length)
    }
  }
  await Promise.all(Array.from({ length: readAtOnce }, reader))
  return results.sort((a, b) => a.source.localeCompare(b.source))
}

async function collectOne(house: Room, source: SourceRecord): Promise<Collected> {
  const nothing = { source: source.name, found: 0, fresh: 0, changed: 0 }
  const now = house.clock.now()
  if (source.retryAt && Temporal.Instant.compare(source.retryAt, now) > 0)
    return { ...nothing, outcome: 'waiting', notes: [`asked to wait until ${source.retryAt.toString()}`] }
  try {
    const reading = await house.sources.read({
      kind: source.kind,
      location: placeOf(house, source),
      timeZone: source.timeZone,
      etag: source.etag,
      lastModified: source.lastModified,
    })
    if (!reading.ok) {
      await failed(house, source, reading)
      return { ...nothing, outcome: 'failed', notes: [reading.reason] }
    }
    if (reading.unchanged) {
      await succeeded(house, source, null)
      return { ...nothing, outcome: 'unchanged', notes: [] }
    }
    const counts = await admit(house, source, reading)
    await succeeded(house, source, reading)
    const notes = [...reading.repairs, ...reading.notes]
    return { ...nothing, outcome: 'read', found: reading.items.length, ...counts, notes }
  } catch (error) {
    // A fault of ours on one source's input must not cost the readers the other sources.
    const reason = `reading it failed: ${reasonOf(error)}`
    await failed(house, source, { ok: false, reason, problem: 'other', gone: false, retryAfter: null })
    return { ...nothing, outcome: 'failed', notes: [reason] }
  }
}

/** Where a source is read: its address, or its path, relative ones in the data folder. */
function placeOf(house: Room, source: SourceRecord): string {
  const isAddress = /^https?:\/\//.test(source.location)
  return isAddress || isAbsolute(source.location)
    ? source.location
    : join(house.settings.dataFolder, source.location)
}

type Read = Extract<Reading, { unchanged: false }>

async function admit(house: Room, source: SourceRecord, reading: Read) {
  const items = withoutRepeats(reading.items)
  const known = await house.store.stories.known(
    source.id,
    items.map((item) => item.id),
  )
  const incoming: IncomingStory[] = []
  for (const [position, item] of items.entries()) {
    const picture = known.get(item.id)?.picture ?? (await pictureOf(house, source, reading.base, item.image))
    incoming.push({
      item,
      canonicalLink: canonicalLink(item.link),
      section: item.section ?? source.section,
      language: source.language,
      position,
      picture,
      slug: item.own ? slugFor(item, source.id) : null,
    })
  }
  return house.store.transaction(async (tx) => {
    await tx.lock('stories')
    // Read inside the lock: a freeze sees all that was first seen before it, and nothing falls between.
    const at = house.clock.now()
    const counts = { fresh: 0, changed: 0 }
    for (const story of incoming) {
      const outcome = await tx.stories.admit(source.id, story, at)
      if (outcome === 'new') counts.fresh += 1
      if (outcome === 'changed') counts.changed += 1
    }
    return counts
  })
}

function withoutRepeats(items: SourceItem[]): SourceItem[] {
  return [...new Map(items.toReversed().map((item) => [item.id, item])).values()].toReversed()
}

async function pictureOf(
  house: Room,
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

async function succeeded(house: Room, source: SourceRecord, reading: Read | null): Promise<void> {
  const newest = reading?.items
    .map((item) => item.date)
    .filter((date) => date !== null)
    .sort(Temporal.Instant.compare)
    .at(-1)
  await house.store.sources.recordSuccess(source.id, {
    at: house.clock.now(),
    etag: reading ? reading.etag : source.etag,
    lastModified: reading ? reading.lastModified : source.lastModified,
    items: reading && { count: reading.items.length, newest: newest ?? null },
    location: reading?.movedTo ?? null,
  })
  if (source.status === 'failing') await house.store.sources.move(source.id, 'failing', 'active')
}

async function failed(
  house: Room,
  source: SourceRecord,
  why: Extract<Reading, { ok: false }>,
): Promise<void> {
  const at = house.clock.now()
  const retryAt = why.retryAfter === null ? null : at.add({ seconds: why.retryAfter })
  await house.store.sources.recordFailure(source.id, { at, reason: why.reason, retryAt })
  if (why.gone) await house.store.sources.move(source.id, source.status, 'retired')
  else if (source.status !== 'failing') await house.store.sources.move(source.id, source.status, 'failing')
  house.events.emit({ level: 'warn', name: 'source.failed', message: `${source.name}: ${why.reason}` })
}
