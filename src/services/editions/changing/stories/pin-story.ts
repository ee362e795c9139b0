import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Keeps a story from being shortened or left out for the size of a mail, or no longer; before the freeze, also wants it first. */
export async function pinStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story, pinned }: { story: number; pinned: boolean },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, { kind: 'pin', story, pinned })
}
