import type { Actor } from '../../../core/entities/actor.ts'
import { checkBars, readSteps } from '../../../core/entities/sending/warm-up-plan.ts'
import type { WarmUpPlan } from '../../../core/entities/sending/warm-up.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { keptIf } from '../../kept-if.ts'
import { readReason } from '../../read-reason.ts'
import type { WantedWarmUp } from './start-warm-up.ts'

/** The parts of a plan to change; the rest stays. */
export type PlanChange = Pick<WantedWarmUp, 'steps' | 'bars'>

type Changed = ({ ok: true } & WarmUpPlan) | (Refused & { field?: 'steps' | 'bars' })

/**
 * Changes the steps and limits of the open warm-up: a day that has begun keeps its number, the next one follows the new steps; limits apply
 * at once. Returns the new plan. Throws `bad-input` for an invalid note.
 */
export async function changeWarmUpPlan(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  wanted: PlanChange,
  { note, actor, dryRun }: { note: string; actor: Actor; dryRun: boolean },
): Promise<Changed> {
  requirePermission(actor, 'change-warm-up', null)
  const reason = readReason(note)
  const at = clock.now()
  return keptIf(
    store,
    () => !dryRun,
    async (tx) => {
      const open = await tx.warmUps.lockOpen()
      if (!open) return refused('warm-up-none')
      const changed = changedPlan(open, wanted)
      if (!changed.ok) return changed
      const { steps, bars, timeZone } = changed
      await tx.warmUps.replan(open.id, { steps, bars, timeZone })
      const before = { steps: open.steps, bars: open.bars }
      const subject = `warm-up:${open.id}`
      await tx.audit.append({
        at,
        actor,
        action: 'change-plan',
        subject,
        detail: { reason, before, steps, bars },
      })
      return changed
    },
  )
}

function changedPlan({ steps, bars, timeZone }: WarmUpPlan, wanted: PlanChange): Changed {
  const read = wanted.steps === undefined ? { ok: true as const, steps } : readSteps(wanted.steps)
  if (!read.ok) return { ...read, field: 'steps' }
  const newBars = { ...bars, ...wanted.bars }
  const checked = checkBars(newBars)
  if (!checked.ok) return { ...checked, field: 'bars' }
  const isSame = read.steps.join() === steps.join() && newBars.bounces === bars.bounces
  if (isSame && newBars.complaints === bars.complaints) return refused('warm-up-plan-same')
  return { ok: true, steps: read.steps, bars: newBars, timeZone }
}
