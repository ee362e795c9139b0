import { refused, type Refused } from '../../said/said.ts'
import type { WarmUpBars, WarmUpDay, WarmUpFigures } from './warm-up.ts'

/** Fewer bounces or complaints are not significant, whatever their share. */
const leastOf = { bounces: 5, complaints: 2 } as const

const mostSteps = 100
const largestStep = 10_000_000

/** The smallest step above a number of readers; after the last step the number doubles. */
function stepAbove(steps: readonly number[], count: number): number {
  const step = steps.find((one) => one > count)
  if (step !== undefined) return step
  let doubled = steps.at(-1) ?? 1
  while (doubled <= count) doubled *= 2
  return doubled
}

/**
 * The total number of readers to admit by the end of a new day, given how many have been admitted. If the previous day did not reach its
 * number, or none of its e-mails was accepted, the number is repeated, because the relay has not shown that it copes. If the steps were
 * lowered since, they apply.
 */
export function nextTarget(
  steps: readonly number[],
  last: Pick<WarmUpDay, 'target'> | null,
  admitted: number,
  hasAccepted: boolean,
): number {
  if (last === null) return steps[0] ?? 1
  // Readers who signed up meanwhile count as well.
  return hasAccepted && admitted >= last.target
    ? stepAbove(steps, Math.max(admitted, last.target))
    : Math.min(last.target, stepAbove(steps, admitted))
}

/** Reads steps as typed. */
export function readSteps(typed: readonly string[]): { ok: true; steps: number[] } | Refused {
  const steps = typed.map((one) => (/^\d{1,8}$/.test(one) ? Number(one) : 0))
  const isRising = steps.every((step, at) => step > (steps[at - 1] ?? 0) && step <= largestStep)
  if (steps.length === 0 || steps.length > mostSteps || !isRising)
    return refused('warm-up-steps-invalid', { most: mostSteps })
  return { ok: true, steps }
}

const isPercent = (bar: number): boolean => Number.isFinite(bar) && bar > 0 && bar <= 100

export function checkBars({ bounces, complaints }: WarmUpBars): { ok: true } | Refused {
  return isPercent(bounces) && isPercent(complaints) ? { ok: true } : refused('warm-up-bars-invalid')
}

/** Which limit the e-mails of a day exceed; null if none. */
export function barExceeded(bars: WarmUpBars, figures: WarmUpFigures): 'bounces' | 'complaints' | null {
  const isOver = (what: 'bounces' | 'complaints') =>
    figures[what] >= leastOf[what] && figures[what] * 100 >= bars[what] * figures.accepted
  if (isOver('complaints')) return 'complaints'
  return isOver('bounces') ? 'bounces' : null
}

/** A share in percent for display: `0.25`. */
export function percentOf(count: number, accepted: number): number {
  return accepted === 0 ? (count === 0 ? 0 : 100) : Math.round((count * 10_000) / accepted) / 100
}
