import { remembered } from '../../../core/schedule.ts'
import { ownPagesIn } from '../../../core/entities/own-pages.ts'
import type { EarlierItem, Item, Sheet } from '../../../core/entities/sheet.ts'
import { topicIn } from '../../../core/entities/topic-in.ts'
import { AppError } from '../../../core/errors.ts'
import { absolute } from '../../../core/links.ts'
import { withoutTracking } from '../../../core/text/tracking.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { listOwnPages } from '../../newsroom/own-pages/own-pages.ts'
import { requireNewsroom } from '../../newsroom/find-digest.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { said } from '../../../core/said/said.ts'
import { withoutStories } from '../without-stories.ts'

/** What building a sheet needs: the store, or one transaction of it. */
interface SheetDeps {
  store: Repositories
  settings: Context['settings']
}

/**
 * Builds the sheet of an edition from the store: all that can be in an e-mail, without stories that were withdrawn or removed or whose
 * embargo ends after its hour.
 */
export async function sheetOf(context: SheetDeps, edition: Edition): Promise<Sheet> {
  const whole = await wholeSheetOf(context, edition)
  const { news, analyses, earlier, corrections } = whole
  const { exclusions } = context.store
  const shown = [...news, ...analyses, ...earlier, ...corrections].flatMap(({ storyId, follows }) => [
    storyId,
    ...(follows ? [follows.storyId] : []),
  ])
  const excluded = await exclusions.of(edition.id)
  const embargoed = await context.store.changeValues.embargoed(edition.dueAt)
  const gone = excluded.union(await exclusions.withdrawn(shown)).union(new Set(embargoed.keys()))
  return withoutStories(whole, gone)
}

/** The same including those stories. */
export async function wholeSheetOf(context: SheetDeps, edition: Edition): Promise<Sheet> {
  const { store, settings } = context
  const digest = await store.digests.byId(edition.digestId)
  if (!digest) throw new AppError('not-found', said('digest-gone', { edition: edition.id }))
  const newsroom = await requireNewsroom(context)
  const topics = (await store.newsroom.topics()).map((topic) => topicIn(topic, digest.language))
  const items = (await store.contents.items(edition.id)).map((item) => linked(item, settings.publicUrl))
  const news = items.filter((item) => item.section === 'news' && !isCorrection(item))
  const before = await store.editions.between(
    digest.id,
    edition.frozenAt.subtract(remembered),
    edition.frozenAt,
  )
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
    analyses: items.filter((item) => item.section === 'analysis' && !isCorrection(item)),
    ...earlierOf(news, [
      ...items.filter(isCorrection).map((item) => ({ ...item, ...stampOf(edition) })),
      ...(await itemsOf(context, before)),
    ]),
    profile: profiles.find((profile) => profile.country === edition.profileCountry) ?? null,
    note: edition.note,
    ownPages: ownPagesIn(await listOwnPages(store)),
    recentSubjects: before.slice(0, 7).flatMap((e) => e.subject ?? []),
    publicUrl: settings.publicUrl,
  }
}

const isCorrection = ({ follows }: Item): boolean => follows?.kind === 'correction'
const stampOf = ({ date, frozenAt }: Edition) => ({ editionDate: date, editionFrozenAt: frozenAt })

function linked(item: Item, publicUrl: string): Item {
  const { link, also, follows } = item
  return {
    ...item,
    // Also for stories stored before tracking was removed from links on admission.
    link: link === null ? null : withoutTracking(absolute(publicUrl, link)),
    also: also.map((one) => ({ ...one, link: withoutTracking(one.link) })),
    ...(follows && { follows: { ...follows, link: absolute(publicUrl, follows.link) } }),
  }
}

async function itemsOf({ store, settings }: SheetDeps, newestFirst: Edition[]): Promise<EarlierItem[]> {
  const all: EarlierItem[] = []
  for (const edition of newestFirst)
    for (const item of await store.contents.items(edition.id))
      all.push({ ...linked(item, settings.publicUrl), ...stampOf(edition) })
  return all
}

/**
 * What was carried before today's news, each event in its last state: an update replaces what it updates, a correction's words those that
 * it corrects. News by rank, corrections newest first.
 */
function earlierOf(
  news: readonly Item[],
  newestFirst: readonly EarlierItem[],
): Pick<Sheet, 'earlier' | 'corrections'> {
  const done = new Set(news.flatMap(({ storyId, follows }) => [storyId, follows?.storyId ?? storyId]))
  const corrections = new Map<number, EarlierItem>()
  const earlier: EarlierItem[] = []
  for (const item of newestFirst) {
    const { storyId, follows } = item
    if (isCorrection(item)) {
      if (!corrections.has(storyId)) corrections.set(storyId, item)
      continue
    }
    if (item.section === 'analysis') continue
    const isDone = done.has(storyId)
    done.add(storyId).add(follows?.storyId ?? storyId)
    if (isDone) continue
    const { headline, summary, link } = corrections.get(storyId) ?? item
    earlier.push({ ...item, headline, summary, link })
  }
  return {
    earlier: earlier.sort((a, b) => b.score - a.score || a.storyId - b.storyId),
    corrections: [...corrections.values()],
  }
}
