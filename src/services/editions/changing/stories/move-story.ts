import type { Actor } from '../../../../core/entities/actor.ts'
import type { Placing } from '../../../../core/entities/changes/change.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Moves a story of an edition before or after another one. Before the freeze there is no order yet, except by `leadWithStory`. */
export async function moveStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story, to }: { story: number; to: Placing },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, { kind: 'move', story, to })
}
