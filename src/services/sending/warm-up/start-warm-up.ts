import { actorText, type Actor } from '../../../core/entities/actor.ts'
import { checkBars, readSteps } from '../../../core/entities/sending/warm-up-plan.ts'
import {
  defaultWarmUp,
  type WarmUp,
  type WarmUpBars,
  type WarmUpPlan,
} from '../../../core/entities/sending/warm-up.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { takeOver } from './take-over.ts'
import { isTimeZone } from '../../subscribers/read-choices.ts'

/** The parts of a plan that somebody chose; the others have default values. */
export interface WantedWarmUp {
  steps?: readonly string[] | undefined
  bars?: Partial<WarmUpBars> | undefined
  timeZone?: string | undefined
  /** Admits nobody from earlier warm-ups: for a new relay, to which those do not apply. */
  isAfresh?: boolean | undefined
}

type Checked = ({ ok: true } & WarmUpPlan) | (Refused & { field: 'steps' | 'bars' | 'timeZone' })

/** Validates a plan and completes it, without starting it. */
export async function planWarmUp(
  { store }: Pick<Context, 'store'>,
  { steps, bars, timeZone }: WantedWarmUp,
): Promise<Checked> {
  const read = steps === undefined ? { ok: true as const, steps: defaultWarmUp.steps } : readSteps(steps)
  if (!read.ok) return { ...read, field: 'steps' }
  const wanted = { ...defaultWarmUp.bars, ...bars }
  const checked = checkBars(wanted)
  if (!checked.ok) return { ...checked, field: 'bars' }
  const [first] = await store.digests.list()
  const zone = timeZone ?? first?.schedule.timeZone ?? 'UTC'
  if (!isTimeZone(zone)) return { ...refused('warm-up-zone-unknown', { zone }), field: 'timeZone' }
  return { ok: true, steps: read.steps, bars: wanted, timeZone: zone }
}

/**
 * Starts to increase the relay's readers in steps, from the next edition on: at first only those are admitted whom earlier warm-ups
 * admitted. Editions that are being sent already go to all.
 */
export async function startWarmUp(
  context: Pick<Context, 'store' | 'clock'>,
  wanted: WantedWarmUp,
  actor: Actor,
): Promise<{ ok: true; warmUp: WarmUp } | (Refused & { field?: 'steps' | 'bars' | 'timeZone' })> {
  requirePermission(actor, 'change-warm-up', null)
  const plan = await planWarmUp(context, wanted)
  if (!plan.ok) return plan
  const { steps, bars, timeZone } = plan
  const { isAfresh = false } = wanted
  const at = context.clock.now()
  const started = await context.store.transaction(async (tx) => {
    const warmUp = await tx.warmUps.start(
      { steps, bars, timeZone },
      { at, by: actorText(actor), reason: null },
      isAfresh,
    )
    if (!warmUp) return null
    const detail = { steps: [...steps], bars: { ...bars }, timeZone, isAfresh }
    await tx.audit.append({ at, actor, action: 'start', subject: `warm-up:${warmUp.id}`, detail })
    return warmUp
  })
  if (!started) return refused('warm-up-open')
  await takeOver(context)
  return { ok: true, warmUp: (await context.store.warmUps.byId(started.id)) ?? started }
}
