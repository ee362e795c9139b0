import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Changes the hour at which an edition is to be sent; an approval is lost. */
export async function setHour(
  context: ChangeDeps,
  basis: ChangeBasis,
  { at }: { at: Temporal.Instant },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, { kind: 'hour', at })
}
