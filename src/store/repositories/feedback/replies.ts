import { sql, type Kysely, type Selectable } from 'kysely'
import { actorText, type Actor } from '../../../core/entities/actor.ts'
import type { NewReply, Reply, ReplyDecision } from '../../../core/entities/feedback/reply.ts'
import { orInstant, toInstant, toMs } from '../../columns.ts'
import { literally } from './literally.ts'
import type { FeedbackTables } from '../../tables/feedback.ts'
import type { Tables } from '../../tables/tables.ts'

/** What people wrote, one for each feedback row. */
export function repliesStore(db: Kysely<Tables>) {
  const all = () =>
    db
      .selectFrom('replies')
      .innerJoin('feedback', 'feedback.id', 'replies.feedback_id')
      .selectAll('replies')
      .select(['feedback.received_at', 'feedback.sender', 'feedback.subject'])

  return {
    async add({
      feedbackId,
      text,
      asksToLeave,
      subscriberId,
      knownBy,
      forwarding,
      messageId,
    }: NewReply): Promise<void> {
      await db
        .insertInto('replies')
        .values({
          feedback_id: feedbackId,
          body: text,
          asks_to_leave: asksToLeave ? 1 : 0,
          subscriber_id: subscriberId,
          known_by: knownBy,
          forwarding,
          message_id: messageId,
        })
        .execute()
    },

    async of(feedbackId: number): Promise<Reply | null> {
      const row = await all().where('feedback_id', '=', feedbackId).executeTakeFirst()
      return row ? reply(row) : null
    },

    /** Newest first, before an id; `isOpen`: only those without a decision. */
    async page({
      isOpen,
      before,
      count,
    }: {
      isOpen: boolean
      before: number | null
      count: number
    }): Promise<Reply[]> {
      let query = all()
      if (isOpen) query = query.where('decision', 'is', null)
      if (before !== null) query = query.where('feedback_id', '<', before)
      return (await query.orderBy('feedback_id', 'desc').limit(count).execute()).map(reply)
    },

    /** False if somebody has decided before. */
    async decide(
      feedbackId: number,
      decision: ReplyDecision,
      actor: Actor,
      at: Temporal.Instant,
    ): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('replies')
        .set({ decision, decided_at: toMs(at), decided_by: actorText(actor) })
        .where('feedback_id', '=', feedbackId)
        .where('decision', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}

type Row = Selectable<FeedbackTables['replies']> &
  Pick<Selectable<FeedbackTables['feedback']>, 'received_at' | 'sender' | 'subject'>

function reply(row: Row): Reply {
  return {
    feedbackId: row.feedback_id,
    text: row.body,
    asksToLeave: row.asks_to_leave === 1,
    subscriberId: row.subscriber_id,
    knownBy: row.known_by,
    forwarding: row.forwarding,
    receivedAt: toInstant(row.received_at),
    sender: row.sender,
    subject: row.subject,
    decision: row.decision,
    decidedAt: orInstant(row.decided_at),
    decidedBy: row.decided_by,
  }
}

/** Deletes what people wrote, or is about them, and the messages that forward it. */
export async function forgetReplies(
  db: Kysely<Tables>,
  ids: readonly number[],
  addresses: readonly string[],
): Promise<void> {
  const known = addresses.map((address) => address.toLowerCase())
  const rows = await db
    .selectFrom('replies')
    .innerJoin('feedback', 'feedback.id', 'replies.feedback_id')
    .select(['feedback_id', 'message_id'])
    .where((eb) =>
      eb.or([
        eb('replies.subscriber_id', 'in', ids),
        eb(eb.fn<string>('lower', ['feedback.sender']), 'in', known),
        ...known.map((address) => sql<boolean>`lower(replies.body) like ${literally(address)} escape '\\'`),
      ]),
    )
    .execute()
  for (const { feedback_id, message_id } of rows) {
    if (message_id !== null) await db.deleteFrom('messages').where('id', '=', message_id).execute()
    await db.deleteFrom('replies').where('feedback_id', '=', feedback_id).execute()
  }
}
