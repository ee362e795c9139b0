import type { Scored, Story } from '../core/entities/story.ts'
import { storyTime } from '../core/entities/story-time.ts'

/** What a story is ranked by. */
interface Ranked {
  story: Story
  /** Best first. */
  topics: readonly Scored[]
  topicName: (id: string) => string
  /** Names of the sources that report it, its own among them. */
  sources: readonly string[]
  pinned: boolean
  frozenAt: Temporal.Instant
}

export interface Rank {
  score: number
  /** A sentence each, the weightiest first. */
  reasons: string[]
}

// Points at most: what a story is about counts for more than when and where it stood.
const points = { fit: 40, sources: 20, fresh: 20, place: 10 }
const fullFit = 12
/** What counts of a fit whose words stand below the headline alone: they may tell of the background. */
const fitBelow = 0.5
const halfLife = 24
const placeFalls = 6

function hoursBefore(frozenAt: Temporal.Instant, story: Story): number {
  return Math.max(0, (frozenAt.epochMilliseconds - storyTime(story).epochMilliseconds) / 3_600_000)
}

function age(hours: number): string {
  if (hours < 1) return 'less than an hour old at the freeze'
  const whole = Math.round(hours)
  return whole < 48
    ? `${whole} ${whole === 1 ? 'hour' : 'hours'} old at the freeze`
    : `${Math.round(hours / 24)} days old at the freeze`
}

/** True where the headline itself is on the topic, or an editor named it. */
function isInHeadline({ topics, story }: Ranked): boolean {
  const headline = story.headline.toLowerCase()
  const words = topics[0]?.words ?? []
  return words.length === 0 || words.some((word) => headline.includes(word.toLowerCase()))
}

function fitReason(item: Ranked): string[] {
  const { topics, topicName } = item
  const best = topics[0]
  if (!best) return []
  const words = best.words.slice(0, 4).map((word) => `“${word}”`)
  const where = isInHeadline(item) ? '' : ', below the headline alone'
  return [
    words.length > 0
      ? `${topicName(best.id)}: ${words.join(', ')}${where}`
      : `${topicName(best.id)}: named by an editor`,
  ]
}

/** Ranks a story: points for topic fit, sources, freshness and place, times its source's weight; higher is better. */
export function rank(item: Ranked): Rank {
  const { story, sources, pinned } = item
  const hours = hoursBefore(item.frozenAt, story)
  const telling = isInHeadline(item) ? 1 : fitBelow
  const fit = Math.min(1, (item.topics[0]?.score ?? 0) / fullFit) * points.fit * telling
  const fresh = points.fresh * 2 ** (-hours / halfLife)
  const place = points.place / (1 + story.position / placeFalls)
  const coverage = Math.min(points.sources, Math.log2(Math.max(1, sources.length)) * 8)
  return {
    score: Math.round(((fit + fresh + place) * story.sourceWeight + coverage) * 100) / 100,
    reasons: [
      ...(pinned ? ['pinned by an editor'] : []),
      ...fitReason(item),
      ...(sources.length > 1 ? [`reported by ${sources.length} sources: ${sources.join(', ')}`] : []),
      ...(story.sourceWeight === 1 ? [] : [`${story.sourceName} has weight ${story.sourceWeight}`]),
      age(hours),
      `number ${story.position + 1} in ${story.sourceName}`,
    ],
  }
}
