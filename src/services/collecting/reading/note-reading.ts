import { systemActor } from '../../../core/entities/actor.ts'
import { furthestAhead, newestOf } from '../../../core/entities/stories/story-time.ts'
import { english } from '../../../core/said/sentence.ts'
import { said } from '../../../core/said/said.ts'
import type { FetchResult } from '../../../sources/fetch-result.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import type { Admitted } from './admit.ts'

/** Seconds; the longest that a source's caching headers are trusted, because news is published at any time. */
const freshAtMost = 3_600

/** A successful fetch with contents. */
export type Read = Extract<FetchResult, { unchanged: false }>

const countOf = ({ items, same }: Read): number => items.length + same.length

const itemsOf = ({ items, same }: Read) => [...items, ...same]

/** The usual interval, unless caching headers allow a longer one or the source asks to wait. */
const readEvery = Temporal.Duration.from({ minutes: 15 })

const later = (a: Temporal.Instant, b: Temporal.Instant | null): Temporal.Instant =>
  b !== null && Temporal.Instant.compare(b, a) > 0 ? b : a

/** Records that a source was read; `reading` is null if nothing had changed. */
export async function noteRead(
  tx: Pick<Repositories, 'sources' | 'audit'>,
  at: Temporal.Instant,
  source: SourceRecord,
  reading: Read | null,
  freshFor: number | null,
): Promise<void> {
  const movedTo = reading?.movedTo ?? null
  const status = movedTo === null ? 'active' : 'moved'
  const freshUntil = at.add({ seconds: Math.min(freshFor ?? 0, freshAtMost) })
  await tx.sources.recordSuccess(source.id, {
    at,
    etag: reading ? reading.etag : source.etag,
    lastModified: reading ? reading.lastModified : source.lastModified,
    items: reading && { count: countOf(reading), newest: newestOf(itemsOf(reading), at) },
    location: movedTo,
    nextReadAt: later(at.add(readEvery), freshUntil),
  })
  if (source.status !== status) await tx.sources.move(source.id, source.status, status)
  if (movedTo === null) return
  const detail = { from: source.location, to: movedTo }
  await tx.audit.append({ at, actor: systemActor, action: 'move', subject: `source:${source.name}`, detail })
}

type Kept =
  | { outcome: 'unchanged' }
  | { outcome: 'read'; reading: Read; admitted: Admitted }
  | { outcome: 'failed'; why: Failed }

const nothing = {
  problem: null,
  reason: null,
  items: 0,
  fresh: 0,
  churned: 0,
  doubles: 0,
  sharing: 0,
  putOff: 0,
  newestItemAt: null,
  aheadItemAt: null,
}

/** Keeps a fetch in the log, from which the source's health is computed. */
export async function keepReading(
  tx: Pick<Repositories, 'fetchLog'>,
  at: Temporal.Instant,
  source: SourceRecord,
  kept: Kept,
): Promise<void> {
  const row = { ...nothing, sourceId: source.id, at, outcome: kept.outcome }
  if (kept.outcome === 'read') {
    const { reading, admitted } = kept
    const { fresh, churned, doubles, sharing, putOff } = admitted
    const reason = reading.movedTo === null ? null : said('moved-to', { address: reading.movedTo })
    const found = {
      items: countOf(reading),
      fresh,
      churned,
      doubles,
      sharing,
      putOff: putOff.length,
      newestItemAt: newestOf(itemsOf(reading), at),
      aheadItemAt: furthestAhead(itemsOf(reading), at),
    }
    await tx.fetchLog.append({ ...row, reason, ...found })
  } else if (kept.outcome === 'failed') {
    const { problem, reason } = kept.why
    await tx.fetchLog.append({ ...row, problem, reason })
  } else await tx.fetchLog.append(row)
}

type Failed = Extract<FetchResult, { ok: false }>

/** Records that a source could not be read, and keeps that fetch in the log. */
export async function noteFailed(
  { store, clock, events }: Pick<Context, 'store' | 'clock' | 'events'>,
  source: SourceRecord,
  why: Failed,
): Promise<void> {
  const at = clock.now()
  const retryAt = why.retryAfter === null ? null : at.add({ seconds: why.retryAfter })
  const status = why.gone ? 'retired' : 'failing'
  await store.transaction(async (tx) => {
    await keepReading(tx, at, source, { outcome: 'failed', why })
    const nextReadAt = later(at.add(readEvery), retryAt)
    await tx.sources.recordFailure(source.id, { at, reason: why.reason, retryAt, nextReadAt })
    if (source.status !== status) await tx.sources.move(source.id, source.status, status)
    if (!why.gone) return
    const detail = { reason: why.reason }
    await tx.audit.append({
      at,
      actor: systemActor,
      action: 'retire',
      subject: `source:${source.name}`,
      detail,
    })
  })
  const message = `${source.name}: ${english(why.reason)}`
  events.emit({ name: 'source.failed', message, data: { source: source.id, problem: why.problem } })
}
