import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { allReaders, readerStates, type ReaderState } from '../../../core/entities/readers/reader-filter.ts'
import type { Context } from '../../context.ts'
import { countReaders, type ReaderCount } from './list-readers.ts'

/** By state, and those whose address looks mistyped. */
export type StateCounts = Record<ReaderState | 'typos', ReaderCount>

/** How many readers of a digest are in each state, each counted up to 10,000. */
export async function countStates(
  context: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  digest: Digest,
): Promise<StateCounts> {
  const asked = [
    ...readerStates.map((state) => ({ name: state, filter: { ...allReaders(digest.id), state } })),
    { name: 'typos', filter: { ...allReaders(digest.id), flag: 'typo' } as const },
  ]
  const counts = await Promise.all(asked.map(({ filter }) => countReaders(context, actor, filter)))
  return Object.fromEntries(asked.map(({ name }, at) => [name, counts[at]])) as StateCounts
}
