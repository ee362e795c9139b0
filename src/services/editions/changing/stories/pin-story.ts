import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Protects a story from being shortened or left out for the size of an e-mail, or ends that; before the freeze, it also ranks first. */
export async function pinStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story, pinned }: { story: number; pinned: boolean },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, { kind: 'pin', story, pinned })
}
