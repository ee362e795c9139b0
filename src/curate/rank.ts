import type { Scored, Story } from '../core/entities/story.ts'
import { storyTime } from '../core/entities/stories/story-time.ts'
import { said, type Said } from '../core/said/said.ts'

/** What determines a story's rank. */
interface Ranked {
  story: Story
  /** Best first. */
  topics: readonly Scored[]
  topicName: (id: string) => string
  /** Names of the sources that report it, including its own. */
  sources: readonly string[]
  pinned: boolean
  frozenAt: Temporal.Instant
}

export interface Rank {
  score: number
  /** Most important first. */
  reasons: Said[]
}

// The most points for each part: its subject counts for more than when and where it was published.
const points = { fit: 40, sources: 20, fresh: 20, place: 10 }
const fullFit = 12
/** The factor for words that occur only below the headline: they may be background. */
const fitBelow = 0.5
const halfLife = 24
const placeFalls = 6

function hoursBefore(frozenAt: Temporal.Instant, story: Story): number {
  return Math.max(0, (frozenAt.epochMilliseconds - storyTime(story).epochMilliseconds) / 3_600_000)
}

function age(hours: number): Said {
  if (hours < 1) return said('age-below-hour')
  const count = Math.round(hours)
  return count < 48 ? said('age-hours', { count }) : said('age-days', { count: Math.round(hours / 24) })
}

/** True if the headline itself is on the topic, or an editor named the topic. */
function isInHeadline({ topics, story }: Ranked): boolean {
  const headline = story.headline.toLowerCase()
  const words = topics[0]?.words ?? []
  return words.length === 0 || words.some((word) => headline.includes(word.toLowerCase()))
}

function fitReason(item: Ranked): Said[] {
  const { topics, topicName } = item
  const best = topics[0]
  if (!best) return []
  const topic = topicName(best.id)
  const words = best.words.slice(0, 4).map((word) => `“${word}”`)
  if (words.length === 0) return [said('fits-by-editor', { topic })]
  return [isInHeadline(item) ? said('fits', { topic, words }) : said('fits-below-headline', { topic, words })]
}

/**
 * Ranks a story: points for topic fit, freshness and position times its source's weight, plus points for the number of sources; higher is
 * better.
 */
export function rank(item: Ranked): Rank {
  const { story, sources, pinned } = item
  const hours = hoursBefore(item.frozenAt, story)
  const headlineFactor = isInHeadline(item) ? 1 : fitBelow
  const fit = Math.min(1, (item.topics[0]?.score ?? 0) / fullFit) * points.fit * headlineFactor
  const fresh = points.fresh * 2 ** (-hours / halfLife)
  const place = points.place / (1 + story.position / placeFalls)
  const coverage = Math.min(points.sources, Math.log2(Math.max(1, sources.length)) * 8)
  return {
    score: Math.round(((fit + fresh + place) * story.sourceWeight + coverage) * 100) / 100,
    reasons: [
      ...(pinned ? [said('pinned')] : []),
      ...fitReason(item),
      ...(sources.length > 1 ? [said('reported-by', { count: sources.length, sources })] : []),
      ...(story.sourceWeight === 1
        ? []
        : [said('has-weight', { source: story.sourceName, weight: story.sourceWeight })]),
      age(hours),
      said('place-in-source', { place: story.position + 1, source: story.sourceName }),
    ],
  }
}
