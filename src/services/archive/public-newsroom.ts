import type { Newsroom, Topic } from '../../core/entities/newsroom.ts'
import { topicIn } from '../../core/entities/topic-in.ts'
import { primaryLanguage } from '../../core/text/primary-language.ts'
import type { Context } from '../context.ts'

/** What all public pages show of the newsroom. */
export interface PublicNewsroom {
  /** Null if none has been set up. */
  newsroom: Newsroom | null
  /** BCP 47. */
  language: string
  /** The topics of the digests in its language, or of all if there are none, in the newsroom's order. */
  topics: Topic[]
  /** Of the first of these digests. */
  timeZone: string
}

export async function publicNewsroom({ store }: Pick<Context, 'store'>): Promise<PublicNewsroom> {
  const newsroom = await store.newsroom.get()
  const language = newsroom?.language ?? 'en'
  const digests = await store.digests.list()
  const own = digests.filter((digest) => primaryLanguage(digest.language) === primaryLanguage(language))
  const used = new Set((own.length > 0 ? own : digests).flatMap(({ topics }) => topics))
  const topics = (await store.newsroom.topics()).filter(({ id }) => used.has(id))
  return {
    newsroom,
    language,
    topics: topics.map((topic) => topicIn(topic, language)),
    timeZone: (own[0] ?? digests[0])?.schedule.timeZone ?? 'UTC',
  }
}
