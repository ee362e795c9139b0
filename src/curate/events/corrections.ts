import type { Story } from '../../core/entities/story.ts'
import type { CarriedBefore, ChangedStory } from '../curated.ts'
import { newFacts } from './new-facts.ts'
import { plainText } from '../text/plain-text.ts'
import { summaryOf } from '../text/summary.ts'
import { normalTitle } from './titles.ts'
import { said, type Said } from '../../core/said/said.ts'

const retracting = /\b(?:retract(?:ed|s|ion)|withdrawn by (?:its|the) (?:author|publisher|editor)s?)\b/i
const correcting = /\b(?:correct(?:ion|ed|s)|clarification|an earlier version)\b/i

const textOf = (text: Pick<Story, 'headline' | 'summary' | 'html'>): string =>
  `${text.headline}\n${text.summary}\n${plainText(text.html ?? '')}`

/**
 * Why a story that changed after it was carried needs a correction; null if nothing that readers were shown has changed. Text that was only
 * added is no correction.
 */
export function correctionReason({
  story,
  carried,
  before,
}: Pick<ChangedStory, 'story' | 'before'> & {
  carried: Pick<CarriedBefore, 'headline' | 'summary'>
}): Said | null {
  const [now, then] = [textOf(story), textOf(before)]
  if (retracting.test(now) && !retracting.test(then)) return said('retracted')
  if (normalTitle(story.headline, story.sourceName) !== normalTitle(carried.headline, story.sourceName))
    return said('other-headline', { headline: carried.headline })
  const summary = summaryOf(story)
  const [came, went] = [
    newFacts(summary, `${carried.summary}\n${then}`),
    newFacts(carried.summary, `${story.headline} ${summary}`),
  ]
  if (came.length > 0 && went.length > 0) return said('other-facts', { now: came, before: went })
  if (correcting.test(now) && !correcting.test(then)) return said('marked-correction')
  const isOther = summary !== carried.summary || (story.html ?? '') !== (before.html ?? '')
  return story.slug !== null && isOther ? said('changed-by-editor') : null
}
