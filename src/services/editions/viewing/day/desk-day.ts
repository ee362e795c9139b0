import { said, type Reason } from '../../../../core/said/said.ts'
import { undoneOf, type MadeChange } from '../../../../core/entities/changes/change.ts'
import { actorText } from '../../../../core/entities/actor.ts'
import type { Edition } from '../../../../core/entities/edition.ts'
import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { Item } from '../../../../core/entities/sheet.ts'
import { decisionsOf, type DayDecisions } from '../../composing/decisions.ts'
import type { Context } from '../../../context.ts'
import type { WaitingPools } from './waiting-pools.ts'

/** A story of the edition, in order, with the source's current words beside the editors'. */
export interface DeskStory {
  item: Item
  isPinned: boolean
  /** The topic of its section; `analysis` for an analysis. */
  section: string
  source: { headline: string; summary: string }
}

/** A story that the edition does not carry, or will not by the current rules. */
export interface PoolStory {
  storyId: number
  headline: string
  source: string
  /** `carried` before the freeze, if it would be in the edition. */
  gate: string
  /** One for each rule that led there. */
  reasons: readonly Reason[]
  score: number
  /** The better-ranked story about the same event. */
  behind: number | null
}

/** One event, its best account first. */
export interface PoolCluster {
  stories: PoolStory[]
}

export interface DeskChange extends MadeChange {
  by: string
  isUndone: boolean
}

export interface DeskDay {
  digest: Digest
  date: Temporal.PlainDate
  /** Null before the freeze: then changes are wishes. */
  edition: Edition | null
  /** The newest change that this shows; pass it with a change as `seen`. */
  seen: number
  /** In order; none before the freeze. */
  stories: DeskStory[]
  /** Best first. */
  pool: PoolCluster[]
  /** Newest first. */
  changes: DeskChange[]
}

type Deps = Pick<Context, 'store' | 'clock'>

/** What a change to a day is based on. */
export async function dayBasis(
  { store }: Pick<Context, 'store'>,
  { id }: Digest,
  date: Temporal.PlainDate,
): Promise<Pick<DeskDay, 'seen' | 'edition'>> {
  // Read first: changes made while the rest is read are detected by whoever makes the next change.
  const seen = await store.changes.newest()
  return { seen, edition: await store.editions.byDate(id, date) }
}

/** What the desk shows of a digest's day, except counts of readers: `readersByTopic`. */
export async function deskDay(
  context: Deps,
  pools: WaitingPools,
  digest: Digest,
  date: Temporal.PlainDate,
): Promise<DeskDay> {
  const { store } = context
  const { seen, edition } = await dayBasis(context, digest, date)
  const made = await store.changes.ofDay(digest.id, date, edition?.id ?? null)
  const undone = undoneOf(made)
  return {
    digest,
    date,
    edition,
    seen,
    stories: edition ? await storiesOf(context, edition) : [],
    pool: edition ? await leftOf(context, edition) : await waitingFor(pools, digest, date),
    changes: made
      .toReversed()
      .map((change) => ({ ...change, by: actorText(change.actor), isUndone: undone.has(change.id) })),
  }
}

async function storiesOf({ store }: Deps, { id }: Edition): Promise<DeskStory[]> {
  const items = await store.contents.items(id)
  const stories = await store.stories.byIds(items.map(({ storyId }) => storyId))
  const own = new Map(stories.map(({ id: story, headline, summary }) => [story, { headline, summary }]))
  return items.map((item) => ({
    item,
    isPinned: item.isPinned === true,
    section: item.section === 'analysis' ? 'analysis' : (item.topics[0] ?? ''),
    source: own.get(item.storyId) ?? { headline: item.headline, summary: item.summary },
  }))
}

/** What the edition left out or editors removed from it, by event. */
async function leftOf({ store, clock }: Deps, { id, digestId, date }: Edition): Promise<PoolCluster[]> {
  const carried = new Set((await store.contents.items(id)).map(({ storyId }) => storyId))
  const outcomes = await store.contents.outcomes(id)
  const decisions = await decisionsOf(store, digestId, date)
  const embargoed = await store.changeValues.embargoed(clock.now())
  const since = decidedSince(decisions, embargoed, clock.now())
  return clustersOf(
    outcomes
      .filter(({ storyId }) => !carried.has(storyId))
      .map(({ reason, duplicateOf, ...outcome }) => ({
        ...outcome,
        reasons: [reason],
        behind: duplicateOf,
        ...since(outcome.storyId, outcome.gate),
      })),
  )
}

/** Editors' decisions about a story after the freeze, which replace those of the rules. */
function decidedSince(
  { holds, clusters }: DayDecisions,
  embargoed: ReadonlyMap<number, Temporal.Instant>,
  now: Temporal.Instant,
): (story: number, gate: string) => Partial<PoolStory> {
  const together = new Map(clusters.together.map(([story, other]) => [story, other]))
  return (story, gate) => {
    const hold = holds.get(story)
    if (hold && (hold.until === null || Temporal.Instant.compare(hold.until, now) > 0))
      return { gate: 'held', reasons: [hold.reason] }
    const until = embargoed.get(story)
    if (until) return { gate: 'embargo', reasons: [said('under-embargo', { until: until.toString() })] }
    const behind = together.get(story)
    if (behind !== undefined) return { gate: 'duplicate', behind, reasons: [] }
    return gate === 'carried' ? { gate: 'by-hand', reasons: [said('left-out-by-editor')] } : {}
  }
}

/** The contents of an edition that is frozen now. */
async function waitingFor(
  pools: WaitingPools,
  digest: Digest,
  date: Temporal.PlainDate,
): Promise<PoolCluster[]> {
  const { input, curated } = await pools.of(digest, date)
  const known = new Map([...input.stories, ...input.analyses].map((story) => [story.id, story]))
  const carried = [...curated.news, ...curated.analyses].map(({ story, score, reasons }) => ({
    storyId: story.id,
    gate: 'carried',
    reasons,
    score,
    behind: null,
  }))
  const left = curated.leftOut.map(({ duplicateOf = null, reason, ...one }) => ({
    ...one,
    reasons: [reason],
    behind: duplicateOf,
  }))
  return clustersOf(
    [...carried, ...left].map((one) => {
      const story = known.get(one.storyId)
      return { ...one, headline: story?.headline ?? '', source: story?.sourceName ?? '' }
    }),
  )
}

function clustersOf(stories: readonly PoolStory[]): PoolCluster[] {
  const byLead = Map.groupBy(stories, ({ storyId, behind }) => behind ?? storyId)
  return [...byLead.values()]
    .map((of) => ({
      stories: of
        .toSorted((a, b) => Number(a.behind !== null) - Number(b.behind !== null) || b.score - a.score)
        .map(({ storyId, headline, source, gate, reasons, score, behind }) => ({
          storyId,
          headline,
          source,
          gate,
          reasons,
          score,
          behind,
        })),
    }))
    .sort((a, b) => (b.stories[0]?.score ?? 0) - (a.stories[0]?.score ?? 0))
}
