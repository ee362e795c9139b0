import type { EarlierItem, Item, Sheet } from '../core/edition.ts'
import { AppError } from '../core/errors.ts'
import { absolute } from '../core/links.ts'
import type { Edition } from '../store/editions.ts'
import { requireNewsroom } from './find-digest.ts'
import type { House } from './house.ts'

/** How far back "since" reaches: a weekly reader's week, and one that was missed. */
const reach = Temporal.Duration.from({ hours: 14 * 24 })

/** Lays an edition out from the store: all that can be in a mail of it. */
export async function sheetOf(house: Pick<House, 'store' | 'settings'>, edition: Edition): Promise<Sheet> {
  const { store, settings } = house
  const digest = await store.digests.byId(edition.digestId)
  if (!digest) throw new AppError('not-found', `the digest of edition ${edition.id} is gone`)
  const newsroom = await requireNewsroom(house)
  const topics = await store.newsroom.topics()
  const items = (await store.contents.items(edition.id)).map((item) => linked(item, settings.publicUrl))
  const news = items.filter((item) => item.section === 'news')
  const before = await store.editions.between(digest.id, edition.frozenAt.subtract(reach), edition.frozenAt)
  const profiles = await store.newsroom.profiles()
  return {
    newsroom,
    digest: {
      id: digest.id,
      key: digest.key,
      name: digest.name,
      language: digest.language,
      timeZone: digest.schedule.timeZone,
      template: digest.template,
      hour: digest.schedule.hour,
    },
    editionId: edition.id,
    date: edition.date,
    number: edition.number,
    revision: edition.revision,
    opensAt: edition.opensAt,
    frozenAt: edition.frozenAt,
    topics: digest.topics.flatMap((id) => topics.find((topic) => topic.id === id) ?? []),
    news,
    analyses: items.filter((item) => item.section === 'analysis'),
    earlier: await earlierItems(house, before, new Set(news.map((item) => item.storyId))),
    profile: profiles.find((profile) => profile.country === edition.profileCountry) ?? null,
    recentSubjects: before.slice(0, 7).flatMap((e) => e.subject ?? []),
    publicUrl: settings.publicUrl,
  }
}

function linked(item: Item, publicUrl: string): Item {
  return { ...item, link: item.link === null ? null : absolute(publicUrl, item.link) }
}

/** News of the editions before, best first, each story once and in its newest edition's words. */
async function earlierItems(
  { store, settings }: Pick<House, 'store' | 'settings'>,
  newestFirst: Edition[],
  today: ReadonlySet<number>,
): Promise<EarlierItem[]> {
  const found = new Map<number, EarlierItem>()
  for (const edition of newestFirst)
    for (const item of await store.contents.items(edition.id))
      if (item.section === 'news' && !today.has(item.storyId) && !found.has(item.storyId))
        found.set(item.storyId, {
          ...linked(item, settings.publicUrl),
          editionDate: edition.date,
          editionFrozenAt: edition.frozenAt,
        })
  return [...found.values()].sort((a, b) => b.score - a.score || a.storyId - b.storyId)
}
