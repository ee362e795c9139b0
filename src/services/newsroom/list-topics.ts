import type { Topic } from '../../core/entities/newsroom.ts'
import type { Context } from '../context.ts'

/** The newsroom's topics in their order. */
export async function listTopics({ store }: Pick<Context, 'store'>): Promise<Topic[]> {
  return store.newsroom.topics()
}
