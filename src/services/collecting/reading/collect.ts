import type { SourceRecord } from '../../../store/repositories/sources.ts'
import type { Context } from '../../context.ts'
import { inParallel } from '../../in-parallel.ts'
import { unread, type Collected } from './collected.ts'
import { fetchPictures, type SourcePictures } from './fetch-pictures.ts'
import { readSource } from './read-source.ts'

/** What is being read in this process: a source is never read twice at once, nor are pictures asked for twice. */
export interface UnderWay {
  readings: Map<number, Promise<Collected>>
  pictures: Promise<SourcePictures[]> | null
}

export interface CollectOptions {
  /** Which of the sources that are on; all where it is left out. */
  which?: (source: SourceRecord) => boolean
  /** Ends collecting: sources that are not through by then are `unread`, and nothing is noted against them. */
  signal?: AbortSignal
  underWay?: UnderWay
}

type Deps = Pick<Context, 'store' | 'sources' | 'clock' | 'events' | 'progress' | 'settings'>

const readAtOnce = 4

/** Nothing under way. */
export const idle = (): UnderWay => ({ readings: new Map(), pictures: null })

/** True for a source that is read at all. */
export const isOn = ({ status }: SourceRecord): boolean => status !== 'off' && status !== 'retired'

/**
 * Reads every source that is on and keeps what is new, then fetches the pictures of stories that may be carried. One bad
 * source never stops the others, and what is under way already is waited for rather than begun again.
 */
export async function collect(
  context: Deps,
  { which = () => true, signal = new AbortController().signal, underWay = idle() }: CollectOptions = {},
): Promise<Collected[]> {
  const sources = (await context.store.sources.list()).filter((source) => isOn(source) && which(source))
  let done = 0
  const results = await inParallel(sources, readAtOnce, async (source) => {
    const collected = await unlessEnded(source, begin(context, source, signal, underWay), signal)
    context.progress.step('collect', ++done, sources.length)
    return collected
  })
  const pictures = signal.aborted ? [] : await picturesOf(context, signal, underWay)
  return results
    .map((one) => ({ ...one, notes: [...one.notes, ...notesOn(pictures, one.source)] }))
    .sort((a, b) => a.source.localeCompare(b.source))
}

function begin(
  context: Deps,
  source: SourceRecord,
  signal: AbortSignal,
  { readings }: UnderWay,
): Promise<Collected> {
  const standing = readings.get(source.id)
  if (standing) return standing
  const reading = readSource(context, source, signal).finally(() => readings.delete(source.id))
  readings.set(source.id, reading)
  return reading
}

/** Waits no longer than the signal lets it, even for a reading that does not heed it. */
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

function picturesOf(context: Deps, signal: AbortSignal, underWay: UnderWay): Promise<SourcePictures[]> {
  underWay.pictures ??= fetchPictures(context, signal).finally(() => {
    underWay.pictures = null
  })
  return underWay.pictures
}

function notesOn(pictures: readonly SourcePictures[], name: string): string[] {
  return pictures.flatMap(({ source, failed, putOff, fault }) => {
    if (source !== name) return []
    return [
      ...(failed > 0 ? [`pictures that could not be had: ${failed} (${fault})`] : []),
      ...(putOff > 0 ? [`pictures put off until the next reading: ${putOff}`] : []),
    ]
  })
}
