import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { Context } from '../../../context.ts'
import { readersByTopic, type ReadersByTopic } from './readers-by-topic.ts'

type Deps = Pick<Context, 'store' | 'clock'>

/** How many readers each section of a digest has, as counted at most so long ago. */
export interface KeptReaders {
  of(digest: Digest): Promise<ReadersByTopic>
}

/** Milliseconds for which a count holds: lists change slowly, and the page of an edition is asked for after each change. */
const holds = 60_000

/** Keeps the counts of one process, so that no page looks at every subscription. Of several that ask at once, one counts. */
export function openKeptReaders(context: Deps): KeptReaders {
  const kept = new Map<number, { since: number; counts: Promise<ReadersByTopic> }>()
  return {
    of(digest) {
      const now = context.clock.now().epochMilliseconds
      const standing = kept.get(digest.id)
      // A clock that was set back must not keep an old one.
      if (standing && Math.abs(now - standing.since) < holds) return standing.counts
      const made = { since: now, counts: readersByTopic(context, digest) }
      kept.set(digest.id, made)
      // What failed is tried anew by the next one.
      made.counts.catch(() => kept.get(digest.id) === made && kept.delete(digest.id))
      return made.counts
    },
  }
}
