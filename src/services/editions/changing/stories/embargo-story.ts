import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Sets until when no edition that leaves may carry a story, in any digest, page or feed; null lifts it. */
export async function embargoStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story, until }: { story: number; until: Temporal.Instant | null },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, { kind: 'embargo', story, until })
}
