import { curate } from '../../curate/curate.ts'
import type { Curated, CuratedItem } from '../../curate/curated.ts'
import type { Item } from '../../core/edition.ts'
import { AppError } from '../../core/errors.ts'
import { storyPath } from '../../core/links.ts'
import type { Digest } from '../../core/newsroom.ts'
import type { Actor } from '../../core/ports.ts'
import { windowFor } from '../../core/schedule.ts'
import type { Outcome } from '../../store/contents.ts'
import type { Edition } from '../../store/editions.ts'
import type { Rooms } from '../../store/store.ts'
import { carriedLately } from './carried.ts'
import type { House } from '../house.ts'
import { profilesShown } from '../profiles/profiles-shown.ts'
import { rulesOf } from '../collecting/rules.ts'

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
  const items = [...curated.news, ...curated.analyses, ...curated.corrections].map(toItem)
  const isNew = (item: CuratedItem) => Temporal.Instant.compare(item.story.firstSeenAt, edition.opensAt) > 0
  await tx.contents.putItems(edition.id, items)
  await tx.contents.putOutcomes(digest.id, edition.id, outcomesOf(curated, isNew), now)
  if (curated.news.length > 0 || curated.corrections.length > 0 || curated.analyses.some(isNew)) {
    const { country, reason } = curated.profile
    await tx.editions.describe(edition.id, { profile_country: country, profile_reason: reason })
    return
  }
  const reason = `no news on its topics, no correction and no new analysis since ${edition.opensAt.toString()}`
  await tx.editions.move(edition.id, 'draft', 'skipped', { reason })
}

async function curateFor(tx: Rooms, digest: Digest, edition: Edition): Promise<Curated> {
  const { opensAt, frozenAt } = edition
  const held = await tx.contents.held(digest.id)
  const inWindow = await tx.stories.inWindow(opensAt, frozenAt)
  const known = new Set(inWindow.map((story) => story.id))
  const heldBefore = await tx.stories.byIds([...held.keys()].filter((id) => !known.has(id)))
  const before = await tx.editions.between(digest.id, frozenAt.subtract(memory), frozenAt)
  const { news, changed } = await carriedLately(tx, digest, before, { from: opensAt, until: frozenAt })
  const profiles = await tx.newsroom.profiles()
  return curate({
    digest: { topics: digest.topics, language: digest.language },
    topics: await tx.newsroom.topics(),
    extraCountries: await tx.newsroom.countries(),
    stories: [...inWindow, ...heldBefore],
    analyses: await tx.stories.latestAnalyses(frozenAt, digest.language, 6),
    carriedBefore: news,
    changed,
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

function outcomesOf(curated: Curated, isNew: (item: CuratedItem) => boolean): Outcome[] {
  const carried = [...curated.news, ...curated.analyses.filter(isNew)].map((item) => ({
    storyId: item.story.id,
    gate: 'carried',
    reason: item.reasons.join('; '),
    score: item.score,
    duplicateOf: item.follows?.storyId ?? null,
  }))
  const left = curated.leftOut.map(({ duplicateOf = null, ...left }) => ({ ...left, duplicateOf }))
  return [...carried, ...left]
}

function toItem({
  story,
  topics,
  countries,
  summary,
  attribution,
  also,
  score,
  reasons,
  follows,
}: CuratedItem): Item {
  return {
    storyId: story.id,
    section: story.section,
    topics: topics.map((topic) => topic.id),
    countries: countries.map(({ code, name }) => ({ code, name })),
    headline: story.headline,
    summary,
    why: null,
    byline: attribution,
    sourceName: story.sourceName,
    link: story.slug ? storyPath(story.slug) : story.link,
    publishedAt: story.publishedAt,
    firstSeenAt: story.firstSeenAt,
    picture: story.picture,
    also,
    score,
    reasons,
    ...(follows && { follows }),
  }
}
