import type { EditionFigures, WarmUpDay, WarmUpFigures } from '../../../core/entities/sending/warm-up.ts'

export interface DayWithFigures extends WarmUpDay {
  figures: WarmUpFigures
}

const none: WarmUpFigures = { accepted: 0, bounces: 0, complaints: 0 }

/** Days, oldest first, each with the results of the editions that began between it and the next. */
export function figuresByDay(
  days: readonly WarmUpDay[],
  editions: readonly EditionFigures[],
): DayWithFigures[] {
  return days.map((day, at) => {
    const end = days[at + 1]?.beganAt.epochMilliseconds ?? Number.POSITIVE_INFINITY
    const own = editions.filter(
      ({ startedAt: { epochMilliseconds: ms } }) => ms >= day.beganAt.epochMilliseconds && ms < end,
    )
    return { ...day, figures: own.reduce(together, none) }
  })
}

const together = (a: WarmUpFigures, b: WarmUpFigures): WarmUpFigures => ({
  accepted: a.accepted + b.accepted,
  bounces: a.bounces + b.bounces,
  complaints: a.complaints + b.complaints,
})
