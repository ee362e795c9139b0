import { actorText, systemActor } from '../../../core/entities/actor.ts'
import { barExceeded, percentOf } from '../../../core/entities/sending/warm-up-plan.ts'
import type { WarmUp } from '../../../core/entities/sending/warm-up.ts'
import { said } from '../../../core/said/said.ts'
import { alertWarmUpPaused } from '../../alerts/alert-warm-up.ts'
import type { Context } from '../../context.ts'
import { figuresByDay, type DayWithFigures } from './figures-by-day.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'events'>

/** Complaints come late, so this many days are checked, each separately. */
const daysJudged = 3

/**
 * Pauses the warm-up if bounces or complaints of one of the last days exceed their limit, and alerts; returns false if it did. E-mails sent
 * before a person resumed the warm-up are not counted again.
 */
export async function checkBarsOf(context: Deps, warmUp: WarmUp): Promise<boolean> {
  const { id, bars } = warmUp
  const over = (await judgedDays(context, warmUp))
    .map((day) => ({ day, bar: barExceeded(bars, day.figures) }))
    .find(({ bar }) => bar !== null)
  if (!over?.bar) return true
  const { bar, day } = over
  const { figures, date } = day
  const share = percentOf(figures[bar], figures.accepted)
  const reason = said(bar === 'bounces' ? 'warm-up-over-bounces' : 'warm-up-over-complaints', {
    count: figures[bar],
    accepted: figures.accepted,
    share,
    bar: bars[bar],
    date: date.toString(),
  })
  const at = context.clock.now()
  await context.store.transaction(async (tx) => {
    if (!(await tx.warmUps.move(id, 'running', 'paused', { at, by: actorText(systemActor), reason }))) return
    const detail = { bar, ...figures, date: date.toString() }
    await tx.audit.append({ at, actor: systemActor, action: 'pause', subject: `warm-up:${id}`, detail })
    await alertWarmUpPaused(tx, context, { warmUpId: id, reason, at })
  })
  return false
}

async function judgedDays({ store }: Deps, { id, resumedAt }: WarmUp): Promise<DayWithFigures[]> {
  const days = (await store.warmUpDays.list(id)).slice(-daysJudged)
  const [first] = days
  if (!first) return []
  const isLater = resumedAt && Temporal.Instant.compare(resumedAt, first.beganAt) > 0
  const figures = await store.warmUpFigures.since(id, isLater ? resumedAt : first.beganAt)
  return figuresByDay(days, figures)
}

/** The same for the running warm-up, each time the scheduler wakes. */
export async function checkWarmUp(context: Deps): Promise<void> {
  const open = await context.store.warmUps.open()
  if (open?.state === 'running') await checkBarsOf(context, open)
}
