import type { Actor } from '../../../core/entities/actor.ts'
import type { Reply } from '../../../core/entities/feedback/reply.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { nameActors } from '../../accounts/name-actors.ts'

/** A person's message with the reader that it is from. */
export interface ListedReply extends Reply {
  /** Null if it is from no reader, or the reader is gone. */
  reader: { email: string; subscription: number; isActive: boolean } | null
}

export interface ReplyFilter {
  /** Only those without a decision. */
  isOpen: boolean
  /** Only those before this one. */
  before: number | null
  count: number
}

/** What people wrote, newest first. */
export async function listReplies(
  context: Pick<Context, 'store'>,
  filter: ReplyFilter,
  actor: Actor,
): Promise<ListedReply[]> {
  requirePermission(actor, 'change-suppressions', null)
  const { replies, subscribers } = context.store
  const found = await replies.page(filter)
  const names = await nameActors(
    context,
    found.flatMap(({ decidedBy }) => decidedBy ?? []),
  )
  return Promise.all(
    found.map(async (reply) => {
      const own = reply.subscriberId === null ? [] : await subscribers.ofPerson(reply.subscriberId)
      const [first] = own
      return {
        ...reply,
        decidedBy: reply.decidedBy && names(reply.decidedBy),
        reader: first
          ? {
              email: first.email,
              subscription: first.id,
              isActive: own.some(({ status }) => status === 'active'),
            }
          : null,
      }
    }),
  )
}
