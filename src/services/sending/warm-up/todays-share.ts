import { nextTarget } from '../../../core/entities/sending/warm-up-plan.ts'
import type { WarmUp } from '../../../core/entities/sending/warm-up.ts'
import { localDate } from '../../../core/schedule.ts'
import type { Context } from '../../context.ts'

type Deps = Pick<Context, 'store' | 'clock'>

/** The readers whom an edition that began now would go to during a warm-up. */
export interface TodaysShare {
  /** The most that it would go to. */
  most: number
  /** Which of these readers it would go to: those already admitted and, in the given order, as many others as are left for the day. */
  among(subscriberIds: readonly number[]): Promise<Set<number>>
}

/** Null if no warm-up is open: then it goes to all. */
export async function todaysShare(context: Deps): Promise<TodaysShare | null> {
  const { warmUps, warmUpReaders } = context.store
  const open = await warmUps.open()
  if (!open) return null
  let left = await leftToday(context, open)
  return {
    most: open.admitted + left,
    async among(subscriberIds) {
      const found = await warmUpReaders.among(open.id, subscriberIds)
      for (const id of subscriberIds) {
        if (left <= 0) break
        if (found.has(id)) continue
        found.add(id)
        left -= 1
      }
      return found
    },
  }
}

/** How many more readers are admitted today. */
async function leftToday({ store, clock }: Deps, warmUp: WarmUp): Promise<number> {
  const { id, state, steps, admitted, timeZone } = warmUp
  if (state !== 'running') return 0
  const last = (await store.warmUpDays.list(id)).at(-1) ?? null
  if (last?.date.equals(localDate(clock.now(), timeZone)))
    return last.isDone ? 0 : Math.max(last.target - admitted, 0)
  return Math.max(nextTarget(steps, last, admitted, true) - admitted, 0)
}
