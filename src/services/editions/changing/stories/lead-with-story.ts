import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Makes a story of an edition the first of its news; before the freeze, as a wish. */
export async function leadWithStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story }: { story: number },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, { kind: 'lead', story })
}
