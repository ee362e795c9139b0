import { actorText, type Actor } from '../../../core/entities/actor.ts'
import type { WarmUpState } from '../../../core/entities/states.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { readReason } from '../../read-reason.ts'

/** What a person does to a warm-up, from which states, and what it is then. */
const verbs = {
  /** Nobody more is admitted; those who have been go on to get every edition. */
  pause: { from: ['running'], to: 'paused' },
  /** What bounced or was complained about before is not judged again. */
  resume: { from: ['paused'], to: 'running' },
  /** Everybody gets every edition, from the next one on. */
  end: { from: ['running', 'paused'], to: 'ended' },
} as const satisfies Record<string, { from: readonly WarmUpState[]; to: WarmUpState }>

export type WarmUpVerb = keyof typeof verbs
export const warmUpVerbs = Object.keys(verbs) as WarmUpVerb[]

/** Pauses, resumes or ends the warm-up that is open, with a note that everybody sees. Throws `bad-input` for a note that cannot be kept. */
export async function changeWarmUp(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  verb: WarmUpVerb,
  note: string,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-warm-up', null)
  const reason = readReason(note)
  const at = clock.now()
  const { from, to } = verbs[verb]
  return store.transaction(async (tx) => {
    const open = await tx.warmUps.lockOpen()
    if (!open) return refused('warm-up-none')
    const state = from.find((one) => one === open.state)
    if (!state) return refused('warm-up-is', { state: open.state })
    await tx.warmUps.move(open.id, state, to, { at, by: actorText(actor), reason })
    await tx.audit.append({ at, actor, action: verb, subject: `warm-up:${open.id}`, detail: { reason } })
    return { ok: true }
  })
}
