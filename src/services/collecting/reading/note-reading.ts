import { systemActor } from '../../../core/entities/actor.ts'
import { furthestAhead, newestOf } from '../../../core/entities/story-time.ts'
import type { FetchResult } from '../../../sources/fetch-result.ts'
import type { SourceRecord } from '../../../store/repositories/sources.ts'
import type { Context } from '../../context.ts'
import type { Admitted } from './admit.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'events'>

/** A source's word that it stays as it is holds no longer than this: news does not keep to it. In seconds. */
const freshAtMost = 3_600

/** A reading that brought something. */
export type Read = Extract<FetchResult, { unchanged: false }>

const countOf = ({ items, same }: Read): number => items.length + same.length

const itemsOf = ({ items, same }: Read) => [...items, ...same]

/** Notes on a source that it was read; `reading` is null where nothing had changed. */
export async function noteRead(
  context: Deps,
  source: SourceRecord,
  reading: Read | null,
  freshFor: number | null,
): Promise<void> {
  const at = context.clock.now()
  const movedTo = reading?.movedTo ?? null
  const status = movedTo === null ? 'active' : 'moved'
  await context.store.transaction(async (tx) => {
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
    await tx.audit.append({
      at,
      actor: systemActor,
      action: 'move',
      subject: `source:${source.name}`,
      detail,
    })
  })
}

type Kept =
  | { outcome: 'unchanged' }
  | { outcome: 'read'; reading: Read; admitted: Admitted }
  | { outcome: 'failed'; why: Failed }

/** Keeps a reading, so that the source's health can be told. */
export async function keepReading(context: Deps, source: SourceRecord, kept: Kept): Promise<void> {
  const row = { sourceId: source.id, at: context.clock.now(), outcome: kept.outcome }
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
  if (kept.outcome === 'read') {
    const { reading, admitted } = kept
    const { fresh, churned, doubles, sharing, putOff } = admitted
    const reason = reading.movedTo === null ? null : `moved to ${reading.movedTo}`
    const found = {
      items: countOf(reading),
      fresh,
      churned,
      doubles,
      sharing,
      putOff: putOff.length,
      newestItemAt: newestOf(itemsOf(reading), row.at),
      aheadItemAt: furthestAhead(itemsOf(reading), row.at),
    }
    await context.store.fetchLog.append({ ...row, ...nothing, reason, ...found })
  } else if (kept.outcome === 'failed') {
    const { problem, reason } = kept.why
    await context.store.fetchLog.append({ ...row, ...nothing, problem, reason })
  } else await context.store.fetchLog.append({ ...row, ...nothing })
}

type Failed = Extract<FetchResult, { ok: false }>

/** Notes on a source that it could not be read, and keeps that reading. */
export async function noteFailed(context: Deps, source: SourceRecord, why: Failed): Promise<void> {
  const at = context.clock.now()
  await keepReading(context, source, { outcome: 'failed', why })
  const retryAt = why.retryAfter === null ? null : at.add({ seconds: why.retryAfter })
  const status = why.gone ? 'retired' : 'failing'
  await context.store.transaction(async (tx) => {
    await tx.sources.recordFailure(source.id, { at, reason: why.reason, retryAt })
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
  context.events.emit({ level: 'warn', name: 'source.failed', message: `${source.name}: ${why.reason}` })
}
