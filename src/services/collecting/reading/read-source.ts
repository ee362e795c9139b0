import { isAbsolute, join } from 'node:path'
import { whySaid } from '../../../core/errors.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { budgetOf } from '../../../core/entities/sources/source-budget.ts'
import type { FetchResult } from '../../../sources/fetch-result.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import type { Context } from '../../context.ts'
import { admit, type Admitted } from './admit.ts'
import { unread, type Collected } from './collected.ts'
import { notesOnDoubles } from './distinct-items.ts'
import { keepReading, noteFailed, noteRead, type Read } from './note-reading.ts'

type Deps = Pick<Context, 'store' | 'sources' | 'clock' | 'events' | 'metrics' | 'settings'>

/** Headlines listed of postponed stories. */
const mostNamed = 5

/** Reads one source within its budget and keeps what is new. Never throws because of anything the source does. */
export async function readSource(
  context: Deps,
  source: SourceRecord,
  signal: AbortSignal,
): Promise<Collected> {
  const nothing = { source: source.name, found: 0, fresh: 0, changed: 0 }
  if (source.retryAt && Temporal.Instant.compare(source.retryAt, context.clock.now()) > 0)
    return {
      ...nothing,
      outcome: 'waiting',
      notes: [said('source-asks-to-wait', { until: source.retryAt.toString() })],
    }
  try {
    const reading = await ask(context, source, signal)
    // A fetch that we aborted is no failure of the source.
    if (signal.aborted && !reading.ok) return unread(source.name)
    if (!reading.ok) {
      await noteFailed(context, source, reading)
      return { ...nothing, outcome: 'failed', notes: [reading.reason] }
    }
    if (reading.unchanged) {
      const at = context.clock.now()
      await context.store.transaction(async (tx) => {
        await noteRead(tx, at, source, null, reading.freshFor)
        await keepReading(tx, at, source, { outcome: 'unchanged' })
      })
      return { ...nothing, outcome: 'unchanged', notes: [] }
    }
    return await takeIn(context, source, reading)
  } catch (error) {
    // A bug with one source's input must not cost the readers the other sources.
    const reason = said('reading-failed', { why: whySaid(error) })
    await noteFailed(context, source, { ok: false, reason, problem: 'other', gone: false, retryAfter: null })
    return { ...nothing, outcome: 'failed', notes: [reason] }
  }
}

async function ask(context: Deps, source: SourceRecord, signal: AbortSignal): Promise<FetchResult> {
  const { budget: _, ...options } = source.options
  const { seconds, megabytes } = budgetOf(source.options)
  return context.sources.read(
    {
      kind: source.kind,
      location: placeOf(context, source),
      timeZone: source.timeZone,
      options,
      etag: source.etag,
      lastModified: source.lastModified,
      known: await context.store.stories.fingerprints(source.id),
    },
    { seconds, megabytes, signal },
  )
}

async function takeIn(context: Deps, source: SourceRecord, reading: Read): Promise<Collected> {
  const admitted = await context.store.transaction(async (tx) => {
    const admitted = await admit(tx, context.clock, source, reading)
    // Postponed stories must come again, so the validators are not kept: they would yield "not modified".
    const isPutOff = admitted.putOff.length > 0
    const noted = isPutOff ? { ...reading, etag: null, lastModified: null } : reading
    const at = context.clock.now()
    await noteRead(tx, at, source, noted, isPutOff ? null : reading.freshFor)
    await keepReading(tx, at, source, { outcome: 'read', reading, admitted })
    return admitted
  })
  countStories(context, admitted)
  const { fresh, changed } = admitted
  const notes = [...reading.repairs, ...reading.notes, ...notesOn(source, admitted)]
  const found = reading.items.length + reading.same.length
  return { source: source.name, outcome: 'read', found, fresh, changed, notes }
}

function countStories({ metrics }: Deps, { fresh, changed, doubles, putOff }: Admitted): void {
  const counts = { new: fresh, changed, double: doubles, 'put-off': putOff.length } as const
  for (const outcome of ['new', 'changed', 'double', 'put-off'] as const)
    metrics.count('daywire_stories_total', { outcome }, counts[outcome])
}

/** Notes about admitting a fetch. */
function notesOn(source: SourceRecord, admitted: Admitted): Said[] {
  const { backlog } = admitted
  const old = said('items-old', { count: backlog })
  return [...notesOnDoubles(admitted), ...(backlog === 0 ? [] : [old]), ...overBudget(source, admitted)]
}

function overBudget({ options }: SourceRecord, { putOff }: Admitted): Said[] {
  if (putOff.length === 0) return []
  const { stories, storiesPerDay } = budgetOf(options)
  const list = putOff.slice(0, mostNamed).map((headline) => `“${headline}”`)
  const more = putOff.length - list.length
  const named = more > 0 ? said('list-and-more', { list, more }) : list
  return [said('stories-put-off', { count: putOff.length, stories, storiesPerDay, named })]
}

/** Where a source is read: its address, or its path, relative to the data folder. */
export function placeOf(
  { settings }: Pick<Context, 'settings'>,
  { location }: Pick<SourceRecord, 'location'>,
): string {
  const isAddress = /^https?:\/\//.test(location)
  return isAddress || isAbsolute(location) ? location : join(settings.dataFolder, location)
}
