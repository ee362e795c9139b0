import { compileCountries } from '../../../../curate/countries/countries.ts'
import { countryName } from '../../../../curate/countries/gazetteer.ts'
import { compileTopics, topicThreshold } from '../../../../curate/topics/topics.ts'
import { AppError } from '../../../../core/errors.ts'
import type { Story } from '../../../../core/entities/story.ts'
import { nameInReasons } from '../../../accounts/name-in-reasons.ts'
import type { Context } from '../../../context.ts'
import { said, type Reason } from '../../../../core/said/said.ts'

/** The outcome of a story in a digest. */
export interface StoryOutcome {
  digest: string
  /** The local date of the edition that decided it. */
  edition: string
  /** `carried`, `held`, or the gate that rejected it. */
  outcome: string
  reason: Reason
  score: number
  /** Its position, 1 being the first of its section, and why; null if it was not carried. */
  place: { number: number; section: string; reasons: Reason[] } | null
  /** The story that it duplicates or repeats. */
  duplicateOf: { story: number; headline: string; source: string } | null
  /** Other accounts of the event, ranked behind this one. */
  cluster: { story: number; headline: string; source: string }[]
}

/** A story with the results of all rules, each with the words that led to it. */
export interface ExplainedStory {
  story: number
  headline: string
  source: string
  link: string | null
  firstSeenAt: string
  publishedAt: string | null
  /** Every topic for which any word counts; those with at least `least` points apply. */
  topics: { id: string; score: number; counts: boolean; words: string[] }[]
  least: number
  countries: { code: string; name: string; score: number; words: string[] }[]
  outcomes: StoryOutcome[]
  /** Its earlier versions, since an edition carried it; oldest first. */
  changes: { at: string; changed: string[]; headline: string }[]
}

type Deps = Pick<Context, 'store'>

/** Finds a story by its id or by words of its headline. Throws `not-found`, with similar ones. */
export async function findStory({ store }: Deps, wanted: string): Promise<Story> {
  const [byNumber] = /^\d{1,15}$/.test(wanted) ? await store.stories.byIds([Number(wanted)]) : []
  if (byNumber) return byNumber
  const found = await store.stories.byHeadline(wanted, 6)
  const [first, ...others] = found
  if (!first) throw new AppError('not-found', said('story-unknown', { wanted }))
  if (others.length === 0) return first
  throw new AppError('not-found', said('story-ambiguous', { wanted }), {
    details: found.map(({ id, headline, sourceName }) => `${id}  ${headline} (${sourceName})`),
  })
}

/** Why a story has its place, or none: the rules are applied again, the outcomes are the stored ones. */
export async function explainStory({ store }: Deps, story: Story): Promise<ExplainedStory> {
  const extra = await store.newsroom.countries()
  return {
    story: story.id,
    headline: story.headline,
    source: story.sourceName,
    link: story.link,
    firstSeenAt: story.firstSeenAt.toString(),
    publishedAt: story.publishedAt?.toString() ?? null,
    topics: compileTopics(
      await store.newsroom.topics(),
      0.01,
    )(story).map((topic) => ({
      ...topic,
      counts: topic.score >= topicThreshold,
    })),
    least: topicThreshold,
    countries: compileCountries(extra)(story).map(({ id, ...scored }) => ({
      code: id,
      name: countryName(id, extra),
      ...scored,
    })),
    outcomes: await outcomesOf({ store }, story),
    changes: (await store.storyVersions.of(story.id)).map(({ at, changed, headline }) => ({
      at: at.toString(),
      changed,
      headline,
    })),
  }
}

async function outcomesOf({ store }: Deps, story: Story): Promise<StoryOutcome[]> {
  const rows = await store.contents.outcomesOf(story.id)
  const named = await nameInReasons(
    { store },
    rows.map(({ reason }) => reason),
  )
  return Promise.all(
    rows.map(async ({ digestId, editionId, gate, reason, score, duplicateOf }) => {
      const edition = await store.editions.byId(editionId)
      const leads = duplicateOf === null ? [] : await store.stories.byIds([duplicateOf])
      const accounts = await store.stories.byIds(await store.contents.duplicatesOf(digestId, story.id))
      return {
        digest: (await store.digests.byId(digestId))?.key ?? '',
        edition: edition?.date.toString() ?? '',
        outcome: gate,
        reason: named(reason),
        score,
        place: gate === 'carried' ? await placeOf({ store }, editionId, story.id) : null,
        duplicateOf: leads.map(nameOf)[0] ?? null,
        cluster: accounts.map(nameOf),
      }
    }),
  )
}

const nameOf = ({ id, headline, sourceName }: Story) => ({ story: id, headline, source: sourceName })

async function placeOf({ store }: Deps, editionId: number, storyId: number): Promise<StoryOutcome['place']> {
  const items = await store.contents.items(editionId)
  const item = items.find((one) => one.storyId === storyId)
  if (!item) return null
  const number = items.filter(({ section }) => section === item.section).indexOf(item) + 1
  return { number, section: item.section, reasons: item.reasons }
}
