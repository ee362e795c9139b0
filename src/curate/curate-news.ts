import type { CarriedBefore, CurateInput, CuratedItem, LeftOut } from './curated.ts'
import type { CuratingTools, Read } from './curating-tools.ts'
import { offTopicReason, shortened } from './gate-reasons.ts'
import { alsoReported, byLead } from './lead-story.ts'
import type { Groupable } from './events/groupable.ts'
import { groupSame } from './events/same-story.ts'
import { whatIsNew } from './events/new-facts.ts'
import { said, type Said } from '../core/said/said.ts'

/** News in order of rank, and what was left out. */
interface NewsOutcome {
  news: CuratedItem[]
  leftOut: LeftOut[]
}

type Entry = (Groupable & { carried: CarriedBefore }) | (Read & { carried: null })
/** `carried` is ordered newest first. */
type Group = { fresh: Read[]; carried: CarriedBefore[] }

function carriedEntry(carried: CarriedBefore, language: string, tools: CuratingTools): Entry {
  const places = tools.placesOf(carried)
  return {
    ...carried,
    carried,
    id: carried.storyId,
    sourceName: '',
    language,
    places: new Set(places.map(({ id }) => id)),
    placeWords: places.flatMap(({ words }) => words),
  }
}

function groupsOf(reads: readonly Read[], input: CurateInput, tools: CuratingTools): Group[] {
  const entries: Entry[] = [
    ...reads.map((read): Entry => ({ ...read, carried: null })),
    ...input.carriedBefore.map((carried) => carriedEntry(carried, input.digest.language, tools)),
  ]
  return groupSame(entries, input.decisions).map((group) => ({
    fresh: group.flatMap((entry) => (entry.carried === null ? [entry] : [])),
    carried: group
      .flatMap(({ carried }) => carried ?? [])
      .sort((a, b) => Temporal.PlainDate.compare(b.on, a.on) || b.storyId - a.storyId),
  }))
}

/** A pinned story needs a topic to appear under: the nearest one, otherwise the digest's first. */
function withTopic(read: Read, input: CurateInput): Read {
  if (read.topics.length > 0) return read
  const near = read.nearTopics.filter(({ id }) => input.digest.topics.includes(id)).slice(0, 1)
  const first = input.digest.topics.slice(0, 1).map((id) => ({ id, score: 0, words: [] }))
  return { ...read, topics: near.length > 0 ? near : first }
}

interface GroupTools {
  input: CurateInput
  tools: CuratingTools
  leaveOut(read: Read, verdict: Pick<LeftOut, 'gate' | 'reason' | 'duplicateOf'>): LeftOut
}

/** What an account adds to the accounts carried before, if it is later than all of them. */
function newsOf(read: Read, carried: readonly CarriedBefore[]): string[] {
  const hoursLater = Math.min(...carried.map(({ at }) => read.at.since(at).total('hours')))
  return hoursLater > 0 ? whatIsNew(read, carried.map(({ shown }) => shown).join('\n'), hoursLater) : []
}

/** The best account with something new is carried as an update; without one, nothing is. */
function carriedOutcome(
  fresh: readonly Read[],
  carried: readonly CarriedBefore[],
  groupTools: GroupTools,
): NewsOutcome {
  const [last] = carried
  const [lead] = fresh
    .filter((read) => newsOf(read, carried).length > 0)
    .sort((a, b) => byLead(a.story, b.story))
  if (!last) return { news: [], leftOut: [] }
  if (lead) return updateOutcome(lead, fresh, last, newsOf(lead, carried), groupTools)
  const reason = said('carried-before', { headline: shortened(last.headline) })
  const verdict = { gate: 'carried-before', reason, duplicateOf: last.storyId } as const
  return { news: [], leftOut: fresh.map((read) => groupTools.leaveOut(read, verdict)) }
}

/** An update also appears under the topics of the story it updates, so that it reaches the same readers. */
function updateOutcome(
  lead: Read,
  fresh: readonly Read[],
  { topics, storyId, headline, on, link }: CarriedBefore,
  news: readonly string[],
  groupTools: GroupTools,
): NewsOutcome {
  const own = new Set(lead.topics.map(({ id }) => id))
  const inherited = topics.filter((id) => !own.has(id)).map((id) => ({ id, score: 0, words: [] }))
  const read = { ...lead, topics: [...lead.topics, ...inherited] }
  const rest = fresh.filter(({ id }) => id !== lead.id)
  const reason = said('update-of', {
    headline: shortened(headline),
    day: on.toString(),
    news: news.slice(0, 6),
  })
  const { news: items, leftOut } = carryingOutcome([read], rest, groupTools)
  return {
    news: items.map((item) => ({
      ...item,
      reasons: [reason, ...item.reasons],
      follows: { kind: 'update', storyId, headline, on, link },
    })),
    leftOut,
  }
}

function offTopicOutcome(fresh: readonly Read[], { input, tools, leaveOut }: GroupTools): NewsOutcome {
  const reasonOf = (read: Read): Said => offTopicReason(read, tools, input.digest.topics)
  return {
    news: [],
    leftOut: fresh.map((read) => leaveOut(read, { gate: 'off-topic', reason: reasonOf(read) })),
  }
}

/** `leads` are the pinned stories, otherwise the best account; the first takes over the rest of the group. */
function carryingOutcome(
  leads: readonly Read[],
  rest: readonly Read[],
  { tools, leaveOut }: GroupTools,
): NewsOutcome {
  const [first] = leads
  if (!first) return { news: [], leftOut: [] }
  const also = alsoReported(first.story, rest.map(({ story }) => story).sort(byLead))
  const reason = said('duplicate-of', { headline: shortened(first.headline), source: first.sourceName })
  return {
    news: leads.map((read) => (read === first ? tools.item(read, rest, also) : tools.item(read, [], []))),
    leftOut: rest.map((read) => leaveOut(read, { gate: 'duplicate', reason, duplicateOf: first.id })),
  }
}

function outcomeOf({ fresh, carried }: Group, groupTools: GroupTools): NewsOutcome {
  const { input } = groupTools
  const { together } = input.decisions
  /** Stories that an editor merged under another. */
  const isNamed = ({ id }: Read) => together.some(([story]) => story === id)
  const best = (reads: readonly Read[]): Read[] =>
    [...reads].sort((a, b) => Number(isNamed(a)) - Number(isNamed(b)) || byLead(a.story, b.story))
  const pinned = fresh.filter(({ id }) => isWanted(id, input)).map((read) => withTopic(read, input))
  const others = fresh.filter(({ id }) => !isWanted(id, input))
  if (pinned.length > 0) return carryingOutcome(best(pinned), others, groupTools)
  if (carried.length > 0) return carriedOutcome(others, carried, groupTools)
  const [lead] = best(others.filter(({ topics }) => topics.length > 0))
  if (!lead) return offTopicOutcome(others, groupTools)
  return carryingOutcome(
    [lead],
    others.filter(({ id }) => id !== lead.id),
    groupTools,
  )
}

/** True if an editor included it, whatever the rules say. */
const isWanted = (id: number, { pinned, decided }: CurateInput): boolean =>
  pinned.has(id) || decided?.wanted.has(id) === true

function byRank(input: CurateInput): (a: CuratedItem, b: CuratedItem) => number {
  const pin = ({ story }: CuratedItem): number =>
    story.id === input.decided?.lead ? 2 : input.pinned.has(story.id) ? 1 : 0
  return (a, b) =>
    pin(b) - pin(a) ||
    b.score - a.score ||
    (b.topics[0]?.score ?? 0) - (a.topics[0]?.score ?? 0) ||
    Temporal.Instant.compare(b.story.firstSeenAt, a.story.firstSeenAt) ||
    a.story.id - b.story.id
}

/**
 * Groups, tags and ranks news that passed the gates for single stories. Pinned stories come first; those that editors included are never
 * cut.
 */
export function curateNews(reads: readonly Read[], input: CurateInput, tools: CuratingTools): NewsOutcome {
  const leaveOut: GroupTools['leaveOut'] = (read, verdict) => ({
    storyId: read.id,
    ...verdict,
    score: tools.rank(read, []).score,
  })
  const outcomes = groupsOf(reads, input, tools).map((group) => outcomeOf(group, { input, tools, leaveOut }))
  const ranked = outcomes.flatMap(({ news }) => news).sort(byRank(input))
  const wanted = ranked.filter(({ story }) => isWanted(story.id, input)).length
  const limit = Math.max(input.newsLimit, wanted)
  const room = limit - wanted
  let taken = 0
  const isIn = ({ story }: CuratedItem) => isWanted(story.id, input) || ++taken <= room
  const { in: news = [], out = [] } = Object.groupBy(ranked, (item) => (isIn(item) ? 'in' : 'out'))
  const cut = out.map(({ story, score }, index): LeftOut => ({
    storyId: story.id,
    gate: 'below-cut',
    reason: said('below-cut', { place: limit + index + 1, score, limit }),
    score,
  }))
  return { news, leftOut: [...outcomes.flatMap(({ leftOut }) => leftOut), ...cut] }
}
