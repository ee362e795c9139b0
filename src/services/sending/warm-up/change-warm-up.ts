import { actorText, type Actor } from '../../../core/entities/actor.ts'
import type { WarmUpState } from '../../../core/entities/states.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { readReason } from '../../read-reason.ts'

/** What a person can do with a warm-up: from which states, and the state that follows. */
const verbs = {
  /** Nobody else is admitted; those already admitted still get every edition. */
  pause: { from: ['running'], to: 'paused' },
  /** Earlier bounces and complaints are not counted again. */
  resume: { from: ['paused'], to: 'running' },
  /** Everybody gets every edition, from the next one on. */
  end: { from: ['running', 'paused'], to: 'ended' },
} as const satisfies Record<string, { from: readonly WarmUpState[]; to: WarmUpState }>

export type WarmUpVerb = keyof typeof verbs
export const warmUpVerbs = Object.keys(verbs) as WarmUpVerb[]

/** Pauses, resumes or ends the open warm-up, with a note that everybody sees. Throws `bad-input` for an invalid note. */
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
