import { oldAfter } from '../core/schedule.ts'
import type { Story } from '../core/entities/story.ts'
import { clip } from '../core/text/text.ts'
import type { CurateInput } from './curated.ts'
import type { Gate } from './gate.ts'
import type { CuratingTools, Read } from './curating-tools.ts'
import { said, type Said } from '../core/said/said.ts'
import { roundUp } from './events/titles.ts'
import { primaryLanguage } from '../core/text/primary-language.ts'

interface Verdict {
  gate: Gate
  reason: Said
}

export const shortened = (headline: string): string => clip(headline, 90)

/** True for news that was already old when first seen; what was published since the window opened is news, however late it was read. */
function isOld({ publishedAt, dateFrom, firstSeenAt }: Story, opensAt: Temporal.Instant): boolean {
  if (dateFrom === 'backlog') return true
  if (publishedAt === null || dateFrom === 'first-seen') return false
  return [firstSeenAt.subtract(oldAfter), opensAt].every(
    (bound) => Temporal.Instant.compare(publishedAt, bound) < 0,
  )
}

/** Why a story is left out on its own, before it is compared with others; null if it is not. */
export function aloneVerdict(
  story: Story,
  input: Pick<CurateInput, 'digest' | 'opensAt' | 'held' | 'pinned' | 'decided'>,
  ruleAgainst: (story: Story) => Said | null,
): Verdict | null {
  const who = input.held.get(story.id)
  if (who !== undefined)
    return { gate: 'held', reason: typeof who === 'string' ? said('held-by', { who }) : who }
  const out = input.decided?.out.get(story.id)
  if (out) return out
  if (input.pinned.has(story.id) || input.decided?.wanted.has(story.id)) return null
  const rule = ruleAgainst(story)
  if (rule !== null) return { gate: 'rule', reason: rule }
  if (primaryLanguage(story.language) !== primaryLanguage(input.digest.language))
    return {
      gate: 'language',
      reason: said('not-in-language', { language: story.language, own: input.digest.language }),
    }
  const phrase = story.section === 'news' ? roundUp(story.headline) : null
  if (phrase !== null) return { gate: 'off-topic', reason: said('off-topic-round-up', { phrase }) }
  if (story.section === 'news' && isOld(story, input.opensAt))
    return { gate: 'too-old', reason: oldReason(story) }
  return null
}

const oldReason = ({ publishedAt, dateFrom }: Story): Said =>
  publishedAt === null || dateFrom === 'backlog'
    ? said('old-undated')
    : said('old-published', { day: publishedAt.toString().slice(0, 10), hours: oldAfter.total('hours') })

/** Why a story is off topic: its topic if the digest lacks it, otherwise the nearest one. */
export function offTopicReason(
  { nearTopics, topics }: Read,
  tools: CuratingTools,
  digestTopics: readonly string[],
): Said {
  const [nearest] = topics.length > 0 ? topics : nearTopics
  if (!nearest) return said('off-topic-no-words')
  const words = nearest.words.slice(0, 3).map((word) => `“${word}”`)
  const topic = tools.topicName(nearest.id)
  return digestTopics.includes(nearest.id)
    ? said('off-topic-too-little', { topic, words })
    : said('off-topic-other', { topic, words })
}
