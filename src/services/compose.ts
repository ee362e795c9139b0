import { curate } from '../curate/curate.ts'
import type { CarriedBefore, Curated, CuratedItem } from '../curate/curated.ts'
import type { Item } from '../core/edition.ts'
import { AppError } from '../core/errors.ts'
import { storyPath } from '../core/links.ts'
import type { Digest } from '../core/newsroom.ts'
import type { Actor } from '../core/ports.ts'
import { windowFor } from '../core/schedule.ts'
import type { Outcome } from '../store/contents.ts'
import type { Edition } from '../store/editions.ts'
import type { Rooms } from '../store/store.ts'
import type { House } from './house.ts'
import { rulesOf } from './rules.ts'

export interface ComposeRequest {
  digest: Digest
  date: Temporal.PlainDate
  number: number
  /** The instant after which no story comes in by itself. */
  frozenAt: Temporal.Instant
  /** When it is to leave. */
  dueAt: Temporal.Instant
}

export interface Composed {
  edition: Edition
  /** False where the edition stood already: nothing was changed. */
  created: boolean
}

/** More than a reader gets through; the rest is `below-cut`, with that reason. */
const newsLimit = 40
const memory = Temporal.Duration.from({ hours: 14 * 24 })

/**
 * Freezes an edition and fills it: every candidate ends in it or with a stored reason. A second
 * call finds the first one's edition. An edition with nothing to say is `skipped`, with its reason.
 * Throws `conflict` for a date before the newest edition that carried something.
 */
export async function compose(
  house: Pick<House, 'store' | 'clock'>,
  request: ComposeRequest,
  actor: Actor,
): Promise<Composed> {
  return house.store.transaction(async (tx) => {
    await tx.lock('stories')
    const { digest, date, number } = request
    const standing = await tx.editions.byDate(digest.id, date, number)
    if (standing) return { edition: standing, created: false }
    const last = await tx.editions.lastCarrying(digest.id)
    refuseEarlier(request, last)
    const window = windowFor(request.frozenAt, await tx.editions.windowsBefore(digest.id))
    const now = house.clock.now()
    const edition = await tx.editions.create({
      digestId: digest.id,
      date,
      number,
      ...window,
      dueAt: request.dueAt,
      createdAt: now,
    })
    if (!edition)
      throw new AppError('conflict', `another process is composing ${digest.key} of ${date.toString()}`)
    await fill(tx, digest, edition, now)
    await tx.audit.append({ at: now, actor, action: 'compose', subject: `edition:${edition.id}` })
    return { edition: (await tx.editions.byId(edition.id)) ?? edition, created: true }
  })
}

function refuseEarlier({ digest, date, frozenAt }: ComposeRequest, last: Edition | null): void {
  if (!last) return
  const isBefore = Temporal.PlainDate.compare(date, last.date) < 0
  if (!isBefore && Temporal.Instant.compare(frozenAt, last.frozenAt) >= 0) return
  throw new AppError(
    'conflict',
    `${digest.key} has an edition of ${last.date.toString()} already, frozen at ${last.frozenAt.toString()}; an earlier one cannot be made after it`,
  )
}

async function fill(tx: Rooms, digest: Digest, edition: Edition, now: Temporal.Instant): Promise<void> {
  const curated = await curateFor(tx, digest, edition)
  const items = [...curated.news, ...curated.analyses].map(toItem)
  const isNew = (item: CuratedItem) => Temporal.Instant.compare(item.story.firstSeenAt, edition.opensAt) > 0
  await tx.contents.putItems(edition.id, items)
  await tx.contents.putOutcomes(digest.id, edition.id, outcomesOf(curated, isNew), now)
  if (curated.news.length > 0 || curated.analyses.some(isNew)) {
    const { country, reason } = curated.profile
    await tx.editions.describe(edition.id, { profile_country: country, profile_reason: reason })
    return
  }
  const reason = `no news on its topics and no new analysis since ${edition.opensAt.toString()}`
  await tx.editions.move(edition.id, 'draft', 'skipped', { reason })
}

async function curateFor(tx: Rooms, digest: Digest, edition: Edition): Promise<Curated> {
  const { opensAt, frozenAt } = edition
  const held = await tx.contents.held(digest.id)
  const inWindow = await tx.stories.inWindow(opensAt, frozenAt)
  const known = new Set(inWindow.map((story) => story.id))
  const heldBefore = await tx.stories.byIds([...held.keys()].filter((id) => !known.has(id)))
  const before = await tx.editions.between(digest.id, frozenAt.subtract(memory), frozenAt)
  const profiles = await tx.newsroom.profiles()
  return curate({
    digest: { topics: digest.topics, language: digest.language },
    topics: await tx.newsroom.topics(),
    extraCountries: await tx.newsroom.countries(),
    stories: [...inWindow, ...heldBefore],
    analyses: await tx.stories.latestAnalyses(frozenAt, digest.language, 6),
    carriedBefore: await carriedIn(tx, before),
    opensAt,
    frozenAt,
    newsLimit,
    profileCountries: profiles.map((profile) => profile.country),
    profilesShown: await profilesShown(tx, digest, edition),
    held,
    pinned: new Set(),
    rules: await rulesOf(tx),
  })
}

/** Countries whose profile the digest showed in the days before, with the newest date; an edition of the day counts. */
async function profilesShown(
  tx: Rooms,
  digest: Digest,
  { date, frozenAt }: Edition,
): Promise<Map<string, Temporal.PlainDate>> {
  const first = date.subtract({ days: digest.profileDays - 1 })
  // A date's freeze lies within two days of it, whatever the zone and cutoff.
  const since = frozenAt.subtract({ hours: 24 * (digest.profileDays + 2) })
  const lately = (await tx.editions.between(digest.id, since, frozenAt)).filter(
    (edition) => Temporal.PlainDate.compare(edition.date, first) >= 0,
  )
  return new Map(
    lately
      .toReversed()
      .flatMap(({ profileCountry, date }) => (profileCountry ? [[profileCountry, date]] : [])),
  )
}

async function carriedIn(tx: Rooms, editions: Edition[]): Promise<CarriedBefore[]> {
  const items = (await Promise.all(editions.map((e) => tx.contents.items(e.id)))).flat()
  const news = new Set(items.filter((item) => item.section === 'news').map((item) => item.storyId))
  const stories = await tx.stories.byIds([...news])
  return stories.map((story) => ({ ...story, storyId: story.id }))
}

function outcomesOf(curated: Curated, isNew: (item: CuratedItem) => boolean): Outcome[] {
  const carried = [...curated.news, ...curated.analyses.filter(isNew)].map((item) => ({
    storyId: item.story.id,
    gate: 'carried',
    reason: item.reasons.join('; '),
    score: item.score,
  }))
  const left = curated.leftOut.map(({ storyId, gate, reason, score }) => ({ storyId, gate, reason, score }))
  return [...carried, ...left]
}

function toItem({ story, topics, countries, summary, also, score, reasons }: CuratedItem): Item {
  return {
    storyId: story.id,
    section: story.section,
    topics: topics.map((topic) => topic.id),
    countries: countries.map(({ code, name }) => ({ code, name })),
    headline: story.headline,
    summary,
    byline: story.byline,
    sourceName: story.sourceName,
    link: story.slug ? storyPath(story.slug) : story.link,
    publishedAt: story.publishedAt,
    firstSeenAt: story.firstSeenAt,
    picture: story.picture,
    also,
    score,
    reasons,
  }
}
