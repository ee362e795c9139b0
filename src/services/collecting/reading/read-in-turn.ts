import { budgetOf } from '../../../core/entities/sources/source-budget.ts'
import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { isGone } from '../../workers.ts'
import { elsewhere, unread, type Collected } from './collected.ts'
import { readSource } from './read-source.ts'

/** How a source is claimed. */
export interface Turn {
  /** Ends collecting: sources that are unfinished by then are `unread`, which is not recorded as a failure. */
  signal: AbortSignal
  /** What to do with a source that is already being read, by this process or another. */
  held: 'wait' | 'skip'
}

type Deps = Pick<Context, 'store' | 'sources' | 'clock' | 'wait' | 'events' | 'metrics' | 'settings'>

/** Seconds beyond the time of its budget for a fetch to be stored; after that another process may read the source. */
const toKeep = 60
/** Milliseconds between checks of a source that is waited for. */
const lookEvery = 250

export const isOn = ({ status }: Pick<SourceRecord, 'status'>): boolean =>
  status !== 'off' && status !== 'retired'

/**
 * Reads a source under a lease, so that no two readers use it at once, in this process or others on the same database. Null if another was
 * first and is not waited for. `listed` is the source as it was when it was chosen: if it was read since, it is not read again.
 */
export async function readInTurn(
  context: Deps,
  listed: SourceRecord,
  { signal, held }: Turn,
): Promise<Collected | null> {
  for (let source = listed; ;) {
    if (signal.aborted) return unread(listed.name)
    const isFree = source.reader === null || isGone(source.reader, context.clock.now())
    if (isFree && (await claim(context, source)))
      return unlessEnded(source, readAndRelease(context, source, signal), signal)
    if (held === 'skip') return null
    if (!isFree) await context.wait(lookEvery, signal)
    const now = await context.store.sources.byName(listed.name)
    if (!now || !isOn(now)) return elsewhere(listed.name, said('source-off-meanwhile'))
    if (isReadSince(listed, now)) return elsewhere(listed.name, whatAnotherFound(now))
    source = now
  }
}

const isReadSince = (listed: SourceRecord, { checkedAt }: SourceRecord): boolean =>
  checkedAt !== null && (listed.checkedAt === null || !checkedAt.equals(listed.checkedAt))

const whatAnotherFound = ({ failures, lastError }: SourceRecord): Said =>
  failures > 0 ? said('read-elsewhere-failed', { why: lastError ?? '' }) : said('read-elsewhere')

function claim({ store, clock, settings }: Deps, source: SourceRecord): Promise<boolean> {
  const seconds = budgetOf(source.options).seconds + toKeep
  return store.sources.claim(source, { worker: settings.worker, until: clock.now().add({ seconds }) })
}

async function readAndRelease(context: Deps, source: SourceRecord, signal: AbortSignal): Promise<Collected> {
  try {
    const collected = await readSource(context, source, signal)
    const { outcome } = collected
    if (outcome === 'read' || outcome === 'unchanged' || outcome === 'failed')
      context.metrics.count('daywire_source_readings_total', { outcome })
    return collected
  } finally {
    await context.store.sources.release(source)
  }
}

/** Waits no longer than the signal allows, even for a fetch that ignores it. */
async function unlessEnded(
  { name }: SourceRecord,
  reading: Promise<Collected>,
  signal: AbortSignal,
): Promise<Collected> {
  const { promise, resolve } = Promise.withResolvers<Collected>()
  const end = (): void => resolve(unread(name))
  if (signal.aborted) end()
  signal.addEventListener('abort', end)
  try {
    return await Promise.race([reading, promise])
  } finally {
    signal.removeEventListener('abort', end)
  }
}
