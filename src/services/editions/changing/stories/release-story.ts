import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Ends a hold: the next edition that is composed considers the story like its own. */
export async function releaseStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story }: { story: number },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, async ({ at }) => ({ kind: 'release', story, at }))
}
