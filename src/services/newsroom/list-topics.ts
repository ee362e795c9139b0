import type { Topic } from '../../core/entities/newsroom.ts'
import { topicIn } from '../../core/entities/topic-in.ts'
import type { Context } from '../context.ts'

/** The newsroom's topics in order, in the words of a language. */
export async function listTopics({ store }: Pick<Context, 'store'>, language: string): Promise<Topic[]> {
  return (await store.newsroom.topics()).map((topic) => topicIn(topic, language))
}
