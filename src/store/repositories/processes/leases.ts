import type { Kysely } from 'kysely'
import type { HeldLease, Lease } from '../../../core/entities/sending/lease.ts'
import { toInstant, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

/** Leases that one process at a time can have, by name. */
export function leasesStore(db: Kysely<Tables>) {
  return {
    async holder(name: string): Promise<HeldLease | null> {
      const row = await db.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst()
      return row ? { worker: row.worker, until: toInstant(row.lease_until), fence: row.fence } : null
    },

    /** Takes a free lease, or the one that was read: null if another process was first. */
    async take(name: string, before: HeldLease | null, { worker, until }: Lease): Promise<HeldLease | null> {
      const row = { worker, lease_until: toMs(until), fence: (before?.fence ?? 0) + 1 }
      const taken = before
        ? await db
            .updateTable('leases')
            .set(row)
            .where('name', '=', name)
            .where('worker', '=', before.worker)
            .where('fence', '=', before.fence)
            .returning('fence')
            .executeTakeFirst()
        : await db
            .insertInto('leases')
            .values({ name, ...row })
            .onConflict((c) => c.doNothing())
            .returning('fence')
            .executeTakeFirst()
      return taken ? { worker, until, fence: taken.fence } : null
    },

    /** Renews the lease, and locks its row until the end of the transaction; false if another process has taken it since. */
    async renew(name: string, { worker, fence }: HeldLease, until: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('leases')
        .set({ lease_until: toMs(until) })
        .where('name', '=', name)
        .where('worker', '=', worker)
        .where('fence', '=', fence)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Releases the lease, unless another process has taken it since. */
    async release(name: string, { worker, fence }: HeldLease): Promise<void> {
      await db
        .deleteFrom('leases')
        .where('name', '=', name)
        .where('worker', '=', worker)
        .where('fence', '=', fence)
        .execute()
    },
  }
}
