import type { Kysely } from 'kysely'
import type { PassedCheck } from '../../../core/entities/check.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type PassedChecksStore = ReturnType<typeof passedChecksStore>

/** Checks that somebody overrode for one revision of an edition. */
export function passedChecksStore(db: Kysely<Tables>) {
  return {
    /** Records an override; an earlier one, with its author and reason, is kept. */
    async put(editionId: number, revision: number, { check, reason, by, at }: PassedCheck): Promise<void> {
      await db
        .insertInto('passed_checks')
        .values({ edition_id: editionId, revision, check_name: check, reason, passed_by: by, at: toMs(at) })
        .onConflict((c) => c.columns(['edition_id', 'revision', 'check_name']).doNothing())
        .execute()
    },

    /** Those of a revision, by name. */
    async of(editionId: number, revision: number): Promise<PassedCheck[]> {
      const rows = await db
        .selectFrom('passed_checks')
        .selectAll()
        .where('edition_id', '=', editionId)
        .where('revision', '=', revision)
        .orderBy('check_name')
        .execute()
      return rows.map(({ check_name, reason, passed_by, at }) => {
        return { check: check_name, reason, by: passed_by, at: toInstant(at) }
      })
    },
  }
}
