import { isAbsolute, join } from 'node:path'
import { reasonOf } from '../../core/errors.ts'
import { furthestAhead, newestOf } from '../../core/story-time.ts'
import type { Reading } from '../../sources/reading.ts'
import type { SourceRecord } from '../../store/sources.ts'
import { admit, type Admitted } from './admit.ts'
import { notesOnDoubles } from './distinct-items.ts'
import type { House } from '../house.ts'

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

/** Readings from which health is told are kept so long. */
const kept = Temporal.Duration.from({ hours: 60 * 24 })
/** A source's word that it stays as it is holds no longer than this: news does not keep to it. */
const freshAtMost = 3_600

/** True for a source that is read at all. */
export const isOn = ({ status }: SourceRecord): boolean => status !== 'off' && status !== 'retired'

/** Reads every source that is on, or those of them that `which` names, and keeps what is new. One bad source never stops the others. */
export async function collect(
  house: Room,
  which: (source: SourceRecord) => boolean = () => true,
): Promise<Collected[]> {
  const sources = (await house.store.sources.list()).filter((source) => isOn(source) && which(source))
  const results: Collected[] = []
  const waiting = [...sources]
  const reader = async (): Promise<void> => {
    for (let source = waiting.shift(); source; source = waiting.shift()) {
      results.push(await collectOne(house, source))
      house.progress.step('collect', results.length, sources.length)
    }
  }
  await Promise.all(Array.from({ length: readAtOnce }, reader))
  await house.store.readings.prune(house.clock.now().subtract(kept))
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
      options: source.options,
      etag: source.etag,
      lastModified: source.lastModified,
      known: await house.store.stories.fingerprints(source.id),
    })
    if (!reading.ok) {
      await failed(house, source, reading)
      return { ...nothing, outcome: 'failed', notes: [reading.reason] }
    }
    if (reading.unchanged) {
      await succeeded(house, source, null, reading.freshFor)
      await keepReading(house, source, { outcome: 'unchanged' })
      return { ...nothing, outcome: 'unchanged', notes: [] }
    }
    const admitted = await admit(house, source, reading)
    await succeeded(house, source, reading, reading.freshFor)
    await keepReading(house, source, { outcome: 'read', reading, admitted })
    const notes = [...reading.repairs, ...reading.notes, ...notesOn(admitted)]
    const { fresh, changed } = admitted
    return { ...nothing, outcome: 'read', found: countOf(reading), fresh, changed, notes }
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

const countOf = ({ items, same }: Read): number => items.length + same.length

const itemsOf = ({ items, same }: Read) => [...items, ...same]

/** What taking a reading in has shown, in words. */
function notesOn(admitted: Admitted): string[] {
  const { backlog } = admitted
  return [
    ...notesOnDoubles(admitted),
    ...(backlog === 0
      ? []
      : [
          `items without a date that counts, which were there when the source was first read, and are no news of today: ${backlog}`,
        ]),
  ]
}

async function succeeded(
  house: Room,
  source: SourceRecord,
  reading: Read | null,
  freshFor: number | null,
): Promise<void> {
  const at = house.clock.now()
  const movedTo = reading?.movedTo ?? null
  const status = movedTo === null ? 'active' : 'moved'
  await house.store.transaction(async (tx) => {
    await tx.sources.recordSuccess(source.id, {
      at,
      etag: reading ? reading.etag : source.etag,
      lastModified: reading ? reading.lastModified : source.lastModified,
      items: reading && { count: countOf(reading), newest: newestOf(itemsOf(reading), at) },
      location: movedTo,
      freshUntil: freshFor === null ? null : at.add({ seconds: Math.min(freshFor, freshAtMost) }),
    })
    if (source.status !== status) await tx.sources.move(source.id, source.status, status)
    if (movedTo === null) return
    const detail = { from: source.location, to: movedTo }
    await tx.audit.append({ at, actor: 'system', action: 'move', subject: `source:${source.name}`, detail })
  })
}

type Kept =
  | { outcome: 'unchanged' }
  | { outcome: 'read'; reading: Read; admitted: Admitted }
  | { outcome: 'failed'; why: Failed }

async function keepReading(house: Room, source: SourceRecord, kept: Kept): Promise<void> {
  const row = { sourceId: source.id, at: house.clock.now(), outcome: kept.outcome }
  const counts = { items: 0, fresh: 0, churned: 0, doubles: 0, sharing: 0 }
  const nothing = { problem: null, reason: null, ...counts, newestItemAt: null, aheadItemAt: null }
  if (kept.outcome === 'read') {
    const { reading, admitted } = kept
    const { fresh, churned, doubles, sharing } = admitted
    const reason = reading.movedTo === null ? null : `moved to ${reading.movedTo}`
    const found = { items: countOf(reading), fresh, churned, doubles, sharing }
    const dates = {
      newestItemAt: newestOf(itemsOf(reading), row.at),
      aheadItemAt: furthestAhead(itemsOf(reading), row.at),
    }
    await house.store.readings.append({ ...row, ...nothing, reason, ...found, ...dates })
  } else if (kept.outcome === 'failed') {
    const { problem, reason } = kept.why
    await house.store.readings.append({ ...row, ...nothing, problem, reason })
  } else await house.store.readings.append({ ...row, ...nothing })
}

type Failed = Extract<Reading, { ok: false }>

async function failed(house: Room, source: SourceRecord, why: Failed): Promise<void> {
  const at = house.clock.now()
  await keepReading(house, source, { outcome: 'failed', why })
  const retryAt = why.retryAfter === null ? null : at.add({ seconds: why.retryAfter })
  const status = why.gone ? 'retired' : 'failing'
  await house.store.transaction(async (tx) => {
    await tx.sources.recordFailure(source.id, { at, reason: why.reason, retryAt })
    if (source.status !== status) await tx.sources.move(source.id, source.status, status)
    if (!why.gone) return
    const detail = { reason: why.reason }
    await tx.audit.append({ at, actor: 'system', action: 'retire', subject: `source:${source.name}`, detail })
  })
  house.events.emit({ level: 'warn', name: 'source.failed', message: `${source.name}: ${why.reason}` })
}
