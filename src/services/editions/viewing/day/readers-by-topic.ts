import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { Context } from '../../../context.ts'

export interface ReadersByTopic {
  /** All active subscriptions. */
  all: number
  /** Those that get a topic's section; a reader who chose none gets every one. */
  topics: Map<string, number>
}

/** How many readers each section has. Reads every subscription, so call it outside of changes. */
export async function readersByTopic(
  { store }: Pick<Context, 'store'>,
  { id, topics }: Pick<Digest, 'id' | 'topics'>,
): Promise<ReadersByTopic> {
  const choices = await store.audiences.countByTopics(id)
  const all = choices.reduce((sum, { count }) => sum + count, 0)
  const of = (topic: string) =>
    choices.reduce(
      (sum, { topics: chosen, count }) => sum + (chosen.length === 0 || chosen.includes(topic) ? count : 0),
      0,
    )
  return { all, topics: new Map(topics.map((topic) => [topic, of(topic)])) }
}
