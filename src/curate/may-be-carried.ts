import type { Digest, Topic } from '../core/entities/newsroom.ts'
import type { Story } from '../core/entities/story.ts'
import { aloneVerdict } from './gate-reasons.ts'
import { ruledOut, type Rules } from './rules.ts'
import { compileTopics } from './topics/topics.ts'

/** A digest, and the time from which its next edition takes stories. */
export interface NextEdition {
  digest: Pick<Digest, 'topics' | 'language'>
  opensAt: Temporal.Instant
}

const nobody = { held: new Map<number, never>(), pinned: new Set<number>() }

/** Whether the next edition of a digest may carry a news story: no gate excludes it on its own, and it has a topic. */
export function newsMayBeCarried(
  editions: readonly NextEdition[],
  topics: readonly Topic[],
  rules: Rules,
): (story: Story) => boolean {
  const topicsOf = compileTopics(topics)
  const ruleAgainst = ruledOut(rules)
  return (story) => {
    const own = topicsOf(story)
    return editions.some(({ digest, opensAt }) => {
      const isSeen = Temporal.Instant.compare(story.firstSeenAt, opensAt) > 0
      const isOnTopic = own.some(({ id }) => digest.topics.includes(id))
      return isSeen && isOnTopic && aloneVerdict(story, { ...nobody, digest, opensAt }, ruleAgainst) === null
    })
  }
}
