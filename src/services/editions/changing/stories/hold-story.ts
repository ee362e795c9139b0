import { actorText, type Actor } from '../../../../core/entities/actor.ts'
import { AppError } from '../../../../core/errors.ts'
import { oneLine } from '../../../../core/text/text.ts'
import type { ChangeBasis, Changed } from '../make-change.ts'
import { type ChangeDeps, runChange } from '../run-change.ts'
import { said } from '../../../../core/said/said.ts'

export interface Hold {
  story: number
  reason: string
  /** When it ends by itself; null if a person ends it. */
  until: Temporal.Instant | null
}

/**
 * Holds a story: it is removed from the edition and stays a candidate of the digest, with who, why and until when. Throws `bad-input`
 * without a reason.
 */
export async function holdStory(
  context: ChangeDeps,
  basis: ChangeBasis,
  { story, reason, until }: Hold,
  actor: Actor,
): Promise<Changed> {
  return runChange(context, basis, actor, async () => {
    const why = oneLine(reason)
    if (why === '') throw new AppError('bad-input', said('hold-needs-reason'))
    return { kind: 'hold', story, by: actorText(actor), reason: why, until }
  })
}
