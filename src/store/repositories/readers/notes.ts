import type { Kysely } from 'kysely'
import { actorText, type Actor } from '../../../core/entities/actor.ts'
import type { ReaderNote } from '../../../core/entities/readers/note.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type ReaderNotesStore = ReturnType<typeof readerNotesStore>

/** Admins' notes about readers. */
export function readerNotesStore(db: Kysely<Tables>) {
  return {
    async add(subscriberId: number, body: string, actor: Actor, at: Temporal.Instant): Promise<number> {
      const { id } = await db
        .insertInto('reader_notes')
        .values({ subscriber_id: subscriberId, at: toMs(at), actor: actorText(actor), body })
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },

    /** Of one reader, newest first. */
    async of(subscriberId: number): Promise<ReaderNote[]> {
      const rows = await db
        .selectFrom('reader_notes')
        .selectAll()
        .where('subscriber_id', '=', subscriberId)
        .orderBy('id', 'desc')
        .execute()
      return rows.map(({ id, at, actor, body }) => ({ id, at: toInstant(at), actor, body }))
    },

    /** Deletes a reader's note; false if there is none. */
    async remove(subscriberId: number, id: number): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('reader_notes')
        .where('id', '=', id)
        .where('subscriber_id', '=', subscriberId)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },
  }
}
