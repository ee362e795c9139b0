import type { Actor } from '../../../../core/entities/actor.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'
import { refused } from '../../../../core/said/said.ts'

/** Puts a story under a topic of the digest; its previous topics are kept behind it, so that the same readers get it. */
export async function setSection(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story, topic }: { story: number; topic: string },
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, async ({ tx }) => {
    const digest = await tx.digests.byId(basis.digestId)
    if (!digest?.topics.includes(topic)) return refused('no-such-topic', { name: topic })
    return { kind: 'section', story, topic }
  })
}
