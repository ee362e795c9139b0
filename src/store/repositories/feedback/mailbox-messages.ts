import type { Kysely, Selectable } from 'kysely'
import type { MailboxMessage } from '../../../core/entities/feedback/mailbox-message.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { FeedbackTables } from '../../tables/feedback.ts'
import type { Tables } from '../../tables/tables.ts'

type Row = Selectable<FeedbackTables['mailbox_messages']>

const message = ({ next_at, ...rest }: Row): MailboxMessage => ({ ...rest, nextAt: toInstant(next_at) })

/** Messages of the bounce mailbox to be read or deleted again, by the UIDs that the server gave them. */
export function mailboxMessagesStore(db: Kysely<Tables>) {
  return {
    async of(validity: string, uid: number): Promise<MailboxMessage | null> {
      const row = await db
        .selectFrom('mailbox_messages')
        .selectAll()
        .where('validity', '=', validity)
        .where('uid', '=', uid)
        .executeTakeFirst()
      return row ? message(row) : null
    },

    async put({ nextAt, ...rest }: MailboxMessage): Promise<void> {
      const values = { ...rest, next_at: toMs(nextAt) }
      await db
        .insertInto('mailbox_messages')
        .values(values)
        .onConflict((c) => c.columns(['validity', 'uid']).doUpdateSet(values))
        .execute()
    },

    async remove(validity: string, uid: number): Promise<void> {
      await db
        .deleteFrom('mailbox_messages')
        .where('validity', '=', validity)
        .where('uid', '=', uid)
        .execute()
    },

    /** Those whose next attempt is due, oldest first. */
    async due(validity: string, now: Temporal.Instant, count: number): Promise<MailboxMessage[]> {
      const rows = await db
        .selectFrom('mailbox_messages')
        .selectAll()
        .where('validity', '=', validity)
        .where('next_at', '<=', toMs(now))
        .orderBy('next_at')
        .orderBy('uid')
        .limit(count)
        .execute()
      return rows.map(message)
    },

    /** How many there are of a kind. */
    async count(need: MailboxMessage['need']): Promise<number> {
      const { count } = await db
        .selectFrom('mailbox_messages')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('need', '=', need)
        .executeTakeFirstOrThrow()
      return count
    },

    /** Deletes those of earlier numberings, which identify nothing any more. */
    async keepOnly(validity: string): Promise<void> {
      await db.deleteFrom('mailbox_messages').where('validity', '!=', validity).execute()
    },
  }
}
