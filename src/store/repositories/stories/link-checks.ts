import type { Kysely, Selectable } from 'kysely'
import type { LinkCheck, LinkFault, LinkState } from '../../../core/entities/editions/link-check.ts'
import { orInstant, orMs, toMs } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'

export type LinkChecksStore = ReturnType<typeof linkChecksStore>

function linkCheck(row: Selectable<Tables['link_checks']>): LinkCheck {
  return {
    key: row.link_hash,
    link: row.link,
    state: row.state as LinkState | null,
    fault: row.fault as LinkFault | null,
    tries: row.tries,
    checkedAt: orInstant(row.checked_at),
    nextAt: orInstant(row.next_at),
  }
}

/** Keys per statement. */
const most = 500

/** Links of stories, and the results of requesting them. */
export function linkChecksStore(db: Kysely<Tables>) {
  return {
    /** Schedules requests of these from an instant on: those never requested, and those last requested before `stale`. */
    async want(
      links: readonly Pick<LinkCheck, 'key' | 'link'>[],
      { at, stale }: { at: Temporal.Instant; stale: Temporal.Instant },
    ): Promise<void> {
      for (let from = 0; from < links.length; from += most) {
        const some = links.slice(from, from + most)
        await db
          .insertInto('link_checks')
          .values(some.map(({ key, link }) => ({ link_hash: key, link, tries: 0, next_at: toMs(at) })))
          .onConflict((c) => c.column('link_hash').doNothing())
          .execute()
        await db
          .updateTable('link_checks')
          .set({ tries: 0, next_at: toMs(at) })
          .where(
            'link_hash',
            'in',
            some.map(({ key }) => key),
          )
          .where('next_at', 'is', null)
          .where('checked_at', '<', toMs(stale))
          .execute()
      }
    },

    /** Those that are due, oldest first. */
    async due(now: Temporal.Instant, count: number): Promise<LinkCheck[]> {
      const rows = await db
        .selectFrom('link_checks')
        .selectAll()
        .where('next_at', '<=', toMs(now))
        .orderBy('next_at')
        .orderBy('link_hash')
        .limit(count)
        .execute()
      return rows.map(linkCheck)
    },

    /** Claims one until an instant; false if another process has claimed it. */
    async take({ key, nextAt }: LinkCheck, until: Temporal.Instant): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('link_checks')
        .set({ next_at: toMs(until) })
        .where('link_hash', '=', key)
        .where('next_at', '=', orMs(nextAt))
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    /** Stores the result of one that was claimed until an instant; does nothing if another process has claimed it since. */
    async settle(
      { key, state, fault, tries, checkedAt, nextAt }: LinkCheck,
      takenUntil: Temporal.Instant,
    ): Promise<void> {
      await db
        .updateTable('link_checks')
        .set({ state, fault, tries, checked_at: orMs(checkedAt), next_at: orMs(nextAt) })
        .where('link_hash', '=', key)
        .where('next_at', '=', toMs(takenUntil))
        .execute()
    },

    /** The existing ones of these keys, by key. */
    async of(keys: readonly string[]): Promise<Map<string, LinkCheck>> {
      const found = new Map<string, LinkCheck>()
      for (let from = 0; from < keys.length; from += most) {
        const rows = await db
          .selectFrom('link_checks')
          .selectAll()
          .where('link_hash', 'in', keys.slice(from, from + most))
          .execute()
        for (const row of rows) found.set(row.link_hash, linkCheck(row))
      }
      return found
    },

    /** Deletes those that nobody has needed since an instant. */
    async deleteBefore(before: Temporal.Instant): Promise<void> {
      await db
        .deleteFrom('link_checks')
        .where((eb) => eb(eb.fn.coalesce('checked_at', 'next_at'), '<', toMs(before)))
        .execute()
    },
  }
}
