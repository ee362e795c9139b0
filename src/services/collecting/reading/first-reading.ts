import { oldAfter } from '../../../core/schedule.ts'
import { isAhead } from '../../../core/entities/stories/story-time.ts'
import type { Arriving } from '../../../core/entities/stories/incoming-story.ts'

/** How many of the first items of a source without dates may be news: lists begin with the newest. */
const newestUndated = 10

/**
 * The items of a source that is read for the first time. One without a date, or with a future date, counts as new as the dated ones next to
 * it: among old ones it is old, too, and not today's news. If no item has a valid date, the first ten count as news.
 */
export function atFirstReading(arriving: readonly Arriving[], now: Temporal.Instant): Arriving[] {
  const inOrder = arriving.toSorted((a, b) => a.item.position - b.item.position)
  const isNews = inOrder.map(({ item: { date } }) => {
    if (date === null || isAhead(date, now)) return null
    return Temporal.Instant.compare(date, now.subtract(oldAfter)) >= 0
  })
  const isUndatedSource = isNews.every((each) => each === null)
  const mayBeNews = (at: number): boolean =>
    isUndatedSource
      ? at < newestUndated
      : nearest(isNews.slice(0, at).toReversed()) || nearest(isNews.slice(at + 1))
  return inOrder.map((each, at) =>
    isNews[at] !== null || mayBeNews(at) ? each : { ...each, item: { ...each.item, dateFrom: 'backlog' } },
  )
}

/** Whether the nearest of them with a date is news. */
const nearest = (isNews: (boolean | null)[]): boolean => isNews.find((each) => each !== null) ?? false
