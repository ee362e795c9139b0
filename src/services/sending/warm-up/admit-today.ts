import { setImmediate as turn } from 'node:timers/promises'
import { systemActor, actorText } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { nextTarget } from '../../../core/entities/sending/warm-up-plan.ts'
import type { DigestDay, WarmUp, WarmUpDay } from '../../../core/entities/sending/warm-up.ts'
import { endedEditions } from '../../../core/entities/states.ts'
import { localDate, planned } from '../../../core/schedule.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { checkBarsOf } from './check-bars.ts'
import { takeOver } from './take-over.ts'

/** Subscriptions per transaction, so that the process can do other work in between. */
const batchSize = 5_000

type Deps = Pick<Context, 'store' | 'clock' | 'events'>

/**
 * Admits the readers of this day, before its first edition gets its rows; later editions of the day find them admitted. They are the
 * readers with an e-mail due today, newest subscription first. If it is interrupted, the next call continues. If bounces or complaints
 * exceed their limit, the warm-up is paused instead.
 */
export async function admitToday(context: Deps, edition: Edition): Promise<void> {
  // A corrected edition already has its recipients.
  if (edition.startedAt !== null) return
  await takeOver(context)
  const open = await context.store.warmUps.open()
  if (open?.state !== 'running') return
  if (!(await checkBarsOf(context, open))) return
  const date = localDate(context.clock.now(), open.timeZone)
  await beginDay(context, open, date)
  const days = await digestsOfToday(context, edition)
  const next = () => context.store.transaction((tx) => admitBatch(tx, date, days, context.clock.now()))
  while (await next()) await turn()
  await finishIfAllAre(context, open.id, date)
}

/** Digests whose edition of today has not begun yet, including this one. */
async function digestsOfToday({ store, clock }: Deps, edition: Edition): Promise<DigestDay[]> {
  const found: DigestDay[] = []
  for (const { id, schedule } of await store.digests.list()) {
    const date = id === edition.digestId ? edition.date : localDate(clock.now(), schedule.timeZone)
    const made = (await store.editions.onDates(id, date, date)).get(date.toString())
    const isToCome = made
      ? made.startedAt === null && !endedEditions.includes(made.status)
      : planned(schedule, date)?.kind === 'edition'
    if (id === edition.digestId || isToCome) found.push({ digestId: id, weekday: date.dayOfWeek })
  }
  return found
}

async function beginDay({ store, clock }: Deps, { id }: WarmUp, date: Temporal.PlainDate): Promise<void> {
  const days = await store.warmUpDays.list(id)
  const last = days.at(-1) ?? null
  if (last && Temporal.PlainDate.compare(last.date, date) >= 0) return
  const figures = last ? await store.warmUpFigures.since(id, last.beganAt) : []
  const hasAccepted = figures.some(({ accepted }) => accepted > 0)
  await store.transaction(async (tx) => {
    const open = await tx.warmUps.lockOpen()
    if (open?.id !== id || open.state !== 'running') return
    const target = nextTarget(open.steps, last, open.admitted, hasAccepted)
    await tx.warmUpDays.begin(id, { date, target, before: open.admitted, beganAt: clock.now() })
  })
}

const dayOf = (days: readonly WarmUpDay[], date: Temporal.PlainDate): WarmUpDay | undefined =>
  days.find((one) => one.date.equals(date))

/** False once the day's readers are admitted, or the warm-up is paused. */
async function admitBatch(
  tx: Transaction,
  date: Temporal.PlainDate,
  days: readonly DigestDay[],
  now: Temporal.Instant,
): Promise<boolean> {
  const open = await tx.warmUps.lockOpen()
  const day = open?.state === 'running' ? dayOf(await tx.warmUpDays.list(open.id), date) : undefined
  if (!open || !day || day.isDone) return false
  const { id, admitted } = open
  const missing = day.target - admitted
  if (missing <= 0) {
    await tx.warmUpDays.reach(id, date, { count: 0, after: null })
    return false
  }
  const digests = days.map(({ digestId }) => digestId)
  const upTo = await tx.warmUpReaders.end(digests, day.after, batchSize)
  const count = await tx.warmUpReaders.admit(id, days, { after: day.after, upTo }, missing, now)
  await tx.warmUps.raise(id, count)
  await tx.warmUpDays.reach(id, date, { count, after: count < missing ? upTo : null })
  return count < missing && upTo !== null
}

/**
 * If a day's target cannot be reached because nobody is waiting any more, the warm-up is finished: everybody gets every edition from now
 * on.
 */
async function finishIfAllAre(
  { store, clock, events }: Deps,
  id: number,
  date: Temporal.PlainDate,
): Promise<void> {
  const open = await store.warmUps.open()
  const day = dayOf(await store.warmUpDays.list(id), date)
  if (open?.id !== id || !day?.isDone || open.admitted >= day.target) return
  const at = clock.now()
  if (await store.warmUpReaders.hasWaiting(id, at)) return
  const hasFinished = await store.transaction(async (tx) => {
    const change = { at, by: actorText(systemActor), reason: null }
    if (!(await tx.warmUps.move(id, 'running', 'finished', change))) return false
    const detail = { admitted: open.admitted }
    await tx.audit.append({ at, actor: systemActor, action: 'finish', subject: `warm-up:${id}`, detail })
    return true
  })
  if (hasFinished)
    events.emit({
      name: 'warm-up.finished',
      message: 'the warm-up is finished: every reader gets each edition from now on',
      data: { id },
    })
}
