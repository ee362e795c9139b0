import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Removes a story from an edition for good; before the freeze, as a wish. */
export async function leaveOutStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story }: { story: number },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, { kind: 'leave-out', story })
}
