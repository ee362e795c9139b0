import type { Topic } from '../../core/newsroom.ts'
import type { House } from '../house.ts'

/** The newsroom's topics in their order. */
export async function listTopics({ store }: Pick<House, 'store'>): Promise<Topic[]> {
  return store.newsroom.topics()
}
