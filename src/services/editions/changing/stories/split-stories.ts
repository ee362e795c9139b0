import type { Actor } from '../../../../core/entities/actor.ts'
import { alsoOf } from '../also-of.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { readyItem } from '../ready-item.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/** Separates a story from another one, which no longer names it, as an event of its own. No rule joins them again. */
export async function splitStories(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story, from }: { story: number; from: number },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, async (making) => {
    const also = await alsoOf(making, story)
    if ('ok' in also) return also
    const refused = await readyItem(making, story)
    if (refused) return refused
    return { kind: 'split', story, from, also }
  })
}
