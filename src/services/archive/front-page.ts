import type { ArchivedEdition, ArchiveEntry } from '../../core/entities/archive/archive.ts'
import type { Profile } from '../../core/entities/newsroom.ts'
import { primaryLanguage } from '../../core/text/primary-language.ts'
import type { Context } from '../context.ts'
import { findNewsroom } from '../newsroom/find-digest.ts'

/** An edition as the front page shows it. */
export interface FrontPage {
  edition: ArchivedEdition
  /** Best first; withdrawn ones keep their places. */
  news: ArchiveEntry[]
  analyses: ArchiveEntry[]
  corrections: ArchiveEntry[]
  note: string | null
  profile: Profile | null
  /** Earlier editions, newest first. */
  past: ArchivedEdition[]
}

type Deps = Pick<Context, 'store' | 'clock'>

const mostPast = 7

/**
 * The newest edition that has begun to be sent, of the first digest in the newsroom's language that has one, otherwise of any; null if
 * nothing was sent.
 */
export async function frontPage({ store, clock }: Deps): Promise<FrontPage | null> {
  const edition = await newestEdition({ store })
  const contents = edition && (await store.archive.contents(edition.id))
  if (!edition || !contents) return null
  const ids = [...contents.news, ...contents.analyses, ...contents.corrections]
  const found = await store.archivedStories.byStoryIds(ids, clock.now())
  const byStory = new Map(found.map((entry) => [entry.story.storyId, entry]))
  const entries = (some: number[]) => some.flatMap((id) => byStory.get(id) ?? [])
  const profiles = contents.profileCountry === null ? [] : await store.newsroom.profiles()
  return {
    edition,
    news: entries(contents.news),
    analyses: entries(contents.analyses),
    corrections: entries(contents.corrections),
    note: contents.note,
    profile: profiles.find(({ country }) => country === contents.profileCountry) ?? null,
    past: (await store.archivedEditions.newest(mostPast + 1))
      .filter(({ id }) => id !== edition.id)
      .slice(0, mostPast),
  }
}

async function newestEdition({ store }: Pick<Context, 'store'>): Promise<ArchivedEdition | null> {
  const newsroom = await findNewsroom({ store })
  const digests = await store.digests.list()
  const own = digests.filter(
    ({ language }) => primaryLanguage(language) === primaryLanguage(newsroom?.language ?? ''),
  )
  for (const digest of own) {
    const [newest] = await store.archivedEditions.newest(1, digest.id)
    if (newest) return newest
  }
  return (await store.archivedEditions.newest(1))[0] ?? null
}
