import type { Actor } from '../../../core/entities/actor.ts'
import type { ReplyDecision } from '../../../core/entities/feedback/reply.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { openMailMaking } from '../../subscribers/mails/reader-mails.ts'
import { leaveWithin } from '../../subscribers/leaving/leave.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'linkKeys' | 'random' | 'settings'>

/**
 * Settles a person's message as an admin decided: nothing is to be done, or its reader is unsubscribed from every digest, as if by the link
 * of an e-mail, and gets an e-mail with a link to undo it. Refused if it is from no reader, or was settled before.
 */
export async function settleReply(
  context: Deps,
  feedbackId: number,
  decision: ReplyDecision,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'change-suppressions', null)
  if (decision === 'unsubscribed') requirePermission(actor, 'change-subscribers', null)
  const reply = await context.store.replies.of(feedbackId)
  if (!reply) return refused('reply-unknown')
  const person =
    reply.subscriberId === null ? [] : await context.store.subscribers.ofPerson(reply.subscriberId)
  const one = person.find(({ status }) => status === 'active') ?? person[0]
  const digest = one && (await context.store.digests.byId(one.digestId))
  if (decision === 'unsubscribed' && (!one || !digest)) return refused('reply-of-no-reader')
  const making = digest ? await openMailMaking(context, digest) : null
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    if (one) await tx.subscribers.lock(one.subscriberId)
    if (!(await tx.replies.decide(feedbackId, decision, actor, at))) return refused('reply-decided')
    const detail = { decision }
    await tx.audit.append({ at, actor, action: 'settle-reply', subject: `reply:${feedbackId}`, detail })
    if (decision === 'unsubscribed' && one && making)
      await leaveWithin(tx, making, one, { all: true, actor, at, detail: { reply: feedbackId } })
    return { ok: true }
  })
}
