import type { SourceRecord } from '../../../core/entities/sources/source.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { inParallel } from '../../in-parallel.ts'
import type { Collected } from './collected.ts'
import { fetchPictures, type SourcePictures } from './fetch-pictures.ts'
import { isOn, readInTurn, type Turn } from './read-in-turn.ts'

export interface CollectOptions extends Partial<Turn> {
  /** Which of the active sources; all by default. */
  which?: (source: SourceRecord) => boolean
}

type Deps = Pick<
  Context,
  'store' | 'sources' | 'clock' | 'wait' | 'events' | 'metrics' | 'progress' | 'settings'
>

const readAtOnce = 4

/**
 * Reads every active source and keeps what is new, then fetches the pictures of stories that may be carried. One bad source never stops the
 * others. A source that this process or another is already reading is not read twice: it is waited for, or skipped and left out of the
 * results, according to `held`.
 */
export async function collect(
  context: Deps,
  { which = () => true, signal = new AbortController().signal, held = 'wait' }: CollectOptions = {},
): Promise<Collected[]> {
  const sources = (await context.store.sources.list()).filter((source) => isOn(source) && which(source))
  if (sources.length === 0 && held === 'skip') return []
  let done = 0
  const results = await inParallel(sources, readAtOnce, async (source) => {
    const collected = await readInTurn(context, source, { signal, held })
    context.progress.step('collect', ++done, sources.length)
    return collected
  })
  const pictures = signal.aborted ? [] : await fetchPictures(context, signal)
  return results
    .filter((one) => one !== null)
    .map((one) => ({ ...one, notes: [...one.notes, ...notesOn(pictures, one.source)] }))
    .sort((a, b) => a.source.localeCompare(b.source))
}

function notesOn(pictures: readonly SourcePictures[], name: string): Said[] {
  return pictures.flatMap(({ source, failed, putOff, fault }) => {
    if (source !== name) return []
    return [
      ...(fault !== null ? [said('pictures-not-fetched', { count: failed, why: fault })] : []),
      ...(putOff > 0 ? [said('pictures-put-off', { count: putOff })] : []),
    ]
  })
}
