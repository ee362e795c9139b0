import type { Kysely } from 'kysely'
import type { SuppressionNote } from '../../../core/entities/suppression.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type SuppressionNotesStore = ReturnType<typeof suppressionNotesStore>

/** People's notes about addresses and domains that are or were suppressed. */
export function suppressionNotesStore(db: Kysely<Tables>) {
  return {
    async add(subject: string, { at, actor, body }: SuppressionNote): Promise<void> {
      await db
        .insertInto('suppression_notes')
        .values({ subject, at: toMs(at), actor, body })
        .execute()
    },

    /** Newest first. */
    async of(subject: string, count: number): Promise<SuppressionNote[]> {
      const rows = await db
        .selectFrom('suppression_notes')
        .selectAll()
        .where('subject', '=', subject)
        .orderBy('id', 'desc')
        .limit(count)
        .execute()
      return rows.map(({ at, actor, body }) => ({ at: toInstant(at), actor, body }))
    },
  }
}
