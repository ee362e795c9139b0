import type { Actor } from '../../../../core/entities/actor.ts'
import { alsoOf } from '../also-of.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'

/**
 * Makes two stories one event: one of them gives up its place, and the other names it as a further report. No rule separates them again.
 */
export async function mergeStories(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story, into }: { story: number; into: number },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, async (making) => {
    const also = await alsoOf(making, story)
    if ('ok' in also) return also
    return { kind: 'merge', story, into, also }
  })
}
