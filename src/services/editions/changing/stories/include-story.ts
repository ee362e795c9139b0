import type { Actor } from '../../../../core/entities/actor.ts'
import type { Placing } from '../../../../core/entities/changes/change.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { readyItem } from '../ready-item.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/**
 * Includes a story in an edition, before or after another or, with null, last of the news; ends a hold. Before the freeze it is a wish that
 * no rule overrides.
 */
export async function includeStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story, to }: { story: number; to: Placing | null },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, async (making) => {
    return (await readyItem(making, story)) ?? { kind: 'include', story, to }
  })
}
