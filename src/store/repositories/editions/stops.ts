import { type Kysely, sql } from 'kysely'
import { toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import type { Stop } from '../../../core/entities/edition.ts'
import { noApproval } from './revisions.ts'

export type StopsStore = ReturnType<typeof stopsStore>

const noStop = { stopped_at: null, stopped_by: null, stop_reason: null }

/** The pause of one edition: a flag, and its duration. */
export function stopsStore(db: Kysely<Tables>) {
  const stopped = (id: number) =>
    db
      .updateTable('editions')
      .where('id', '=', id)
      .where('status', 'in', ['draft', 'approved', 'sending'])
      .where('stopped_at', 'is not', null)
  const withTimeSince = (at: Temporal.Instant) => sql<number>`stopped_ms + (${toMs(at)} - stopped_at)`

  return {
    /** Stops an edition that has not ended; false if it has, or is stopped. */
    async stop(id: number, { at, by, reason }: Stop): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('editions')
        .set({ stopped_at: toMs(at), stopped_by: by, stop_reason: reason })
        .where('id', '=', id)
        .where('status', 'in', ['draft', 'approved', 'sending'])
        .where('stopped_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Continues a stopped edition, and adds up the time of the stop; false if it is not stopped. */
    async lift(id: number, at: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await stopped(id)
        .set({ ...noStop, stopped_ms: withTimeSince(at) })
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Makes a stopped edition a draft of the next revision, to be corrected; false if it is not stopped, or has another revision. */
    async correct(id: number, from: number, at: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await stopped(id)
        .set({
          ...noStop,
          ...noApproval,
          status: 'draft',
          revision: from + 1,
          stopped_ms: withTimeSince(at),
          corrected_at: toMs(at),
        })
        .where('revision', '=', from)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}
