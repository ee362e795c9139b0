import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { Context } from '../../../context.ts'
import { openKept } from '../../../kept.ts'
import { readersByTopic, type ReadersByTopic } from './readers-by-topic.ts'

type Deps = Pick<Context, 'store' | 'clock'>

/** How many readers each section of a digest has, from a cache. */
export interface KeptReaders {
  of(digest: Digest): Promise<ReadersByTopic>
}

/** Lists change slowly, and the page of an edition is requested after each change. */
const limits = { longest: 60_000, most: 50 }

/** Caches the counts in this process, so that no page reads every subscription. */
export function openKeptReaders(context: Deps): KeptReaders {
  const kept = openKept<ReadersByTopic>(context, limits)
  return { of: (digest) => kept.of(String(digest.id), () => readersByTopic(context, digest)) }
}
