import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Takes a story out of an edition for good, or wishes before the freeze that it is left out. */
export async function leaveOutStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story }: { story: number },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, { kind: 'leave-out', story })
}
