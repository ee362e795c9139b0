import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type Backend } from '../../columns.ts'
import type { Tables } from '../../tables/tables.ts'
import { big, inStretch, type RowStretch } from './judgement.ts'

export type ImportUndosStore = ReturnType<typeof importUndosStore>

/** What is undone: all that is recorded in a batch, or only what concerns one person. */
export interface UndoStretch extends RowStretch {
  subscriberId: number | null
}

/** Outcomes that changed something. */
const changing = sql<boolean>`e.outcome in ('added', 'updated', 'ended', 'removed')`

/**
 * Restores what readers had before an import, unless they or somebody else changed it since: `changed_at` must still be that of the import.
 */
export function importUndosStore(db: Kysely<Tables>, backend: Backend) {
  const before = (name: string, type: 'text' | 'bigint'): RawBuilder<unknown> =>
    backend === 'sqlite'
      ? sql`e.before ->> ${sql.lit(name)}`
      : sql`cast(cast(e.before as json) ->> ${sql.lit(name)} as ${sql.raw(type)})`
  const these = (stretch: UndoStretch): RawBuilder<boolean> =>
    stretch.subscriberId === null
      ? sql<boolean>`${inStretch('e', stretch)} and ${changing}`
      : sql<boolean>`${inStretch('e', stretch)} and e.subscriber_id = ${big(stretch.subscriberId)} and ${changing}`
  const noted = sql`import_readers e
    join subscriptions s on s.subscriber_id = e.subscriber_id and s.digest_id = e.digest_id and s.changed_at = e.at`

  return {
    /** On PostgreSQL: locks the people of a batch until the transaction ends. */
    async lock(stretch: UndoStretch): Promise<void> {
      if (backend !== 'postgres') return
      await sql`select b.id from import_readers e join subscribers b on b.id = e.subscriber_id
        where ${these(stretch)} order by b.id for update of b`.execute(db)
    },

    /** Marks what the reader, or somebody else, changed since, which stays; returns how many there are. */
    async keep(stretch: UndoStretch): Promise<number> {
      const { numAffectedRows } = await sql`
        update import_readers as e set outcome = 'kept', before = null where ${these(stretch)}
          and (e.before is not null or e.outcome = 'added')
          and not exists (select 1 from subscriptions s join subscribers b on b.id = s.subscriber_id
            where s.subscriber_id = e.subscriber_id and s.digest_id = e.digest_id and s.changed_at = e.at and s.ended_link is null
              and (e.before is not null or b.created_at <> e.at or b.address_changes = 0))`.execute(db)
      return Number(numAffectedRows ?? 0)
    },

    /** Those whom the import subscribed first, whose waiting e-mails must not be sent any more. */
    async unsubscribed(stretch: UndoStretch): Promise<number[]> {
      const { rows } = await sql<{ id: number }>`
        select e.subscriber_id as id from ${noted} where ${these(stretch)} and e.before is null and e.outcome = 'added'`.execute(
        db,
      )
      return rows.map(({ id }) => id)
    },

    /** Deletes subscriptions that the import created, with their requests for confirmation, and people of whom nothing else is known. */
    async deleteMade(stretch: UndoStretch, wereAsked: boolean): Promise<void> {
      const made = sql`${these(stretch)} and e.before is null`
      if (wereAsked) {
        await sql`delete from messages where status in ('queued', 'deferred') and subscriber_id in (
          select e.subscriber_id from ${noted} where ${made})`.execute(db)
        await sql`delete from sign_ups where subscription_id in (select s.id from ${noted} where ${made})`.execute(
          db,
        )
      }
      await sql`delete from subscriptions where id in (select s.id from ${noted} where ${made})`.execute(db)
      const people = sql`select e.subscriber_id from import_readers e
        join subscribers b on b.id = e.subscriber_id and b.created_at = e.at
        where ${made} and not exists (select 1 from subscriptions s where s.subscriber_id = b.id)`
      await sql`delete from reader_tags where subscriber_id in (${people})`.execute(db)
      await sql`delete from reader_notes where subscriber_id in (${people})`.execute(db)
      await sql`delete from subscribers where id in (${people})`.execute(db)
    },

    /** Restores the previous values of the others. */
    async putBack(stretch: UndoStretch): Promise<void> {
      const known = sql`${these(stretch)} and e.before is not null`
      await sql`
        update subscribers set name = ${before('name', 'text')}, name_key = ${before('nameKey', 'text')}
        from import_readers e where ${known} and subscribers.id = e.subscriber_id and e.outcome in ('added', 'updated')
          and exists (select 1 from subscriptions s
            where s.subscriber_id = e.subscriber_id and s.digest_id = e.digest_id and s.changed_at = e.at)`.execute(
        db,
      )
      await sql`
        update subscriptions set status = ${before('status', 'text')}, topics = ${before('topics', 'text')},
          days = ${before('days', 'bigint')}, hour = ${before('hour', 'text')}, time_zone = ${before('zone', 'text')},
          changed_at = ${before('changed', 'bigint')}, ended_at = ${before('ended', 'bigint')}, ended_link = ${before('link', 'bigint')}
        from import_readers e where ${known} and subscriptions.subscriber_id = e.subscriber_id
          and subscriptions.digest_id = e.digest_id and subscriptions.changed_at = e.at`.execute(db)
    },

    /** Marks the rest of a batch as undone; returns how many there are. */
    async done(stretch: UndoStretch): Promise<number> {
      const { numAffectedRows } = await sql`
        update import_readers as e set outcome = 'undone', before = null where ${these(stretch)}`.execute(db)
      return Number(numAffectedRows ?? 0)
    },

    /** Whether there are suppressions that an import added. */
    async hasSuppressed(importId: number): Promise<boolean> {
      const { rows } = await sql`
        select 1 from suppressions where import_id = ${big(importId)} limit 1`.execute(db)
      return rows.length > 0
    },

    /** Lifts up to `count` suppressions that an import added, or that of one address; returns how many. */
    async lift(importId: number, hash: string | null, count: number): Promise<number> {
      const which = hash === null ? sql`` : sql`and hash = ${hash}`
      const { numAffectedRows } = await sql`delete from suppressions where hash in (
        select hash from suppressions where import_id = ${big(importId)} ${which} limit ${big(count)})`.execute(
        db,
      )
      return Number(numAffectedRows ?? 0)
    },

    /** Deletes the previous values of an import that can no longer be undone, up to `count`; returns how many. */
    async forget(importId: number, count: number): Promise<number> {
      const { numAffectedRows } =
        await sql`update import_readers set before = null where import_id = ${big(importId)} and n in (
        select n from import_readers where import_id = ${big(importId)} and before is not null order by n limit ${big(count)})`.execute(
          db,
        )
      return Number(numAffectedRows ?? 0)
    },

    /** The number of the last recorded row of an import; 0 if there is none. */
    async last(importId: number): Promise<number> {
      const { rows } = await sql<{ last: number | null }>`
        select max(n) as last from import_readers where import_id = ${big(importId)}`.execute(db)
      return rows[0]?.last ?? 0
    },

    /** Changes of an import to one person that are not undone yet, with their numbers. */
    async ofPerson(importId: number, subscriberId: number): Promise<{ n: number; at: Temporal.Instant }[]> {
      const { rows } = await sql<{ n: number; at: number }>`select e.n, e.at from import_readers e
        where e.import_id = ${big(importId)} and e.subscriber_id = ${big(subscriberId)} and ${changing} order by e.n`.execute(
        db,
      )
      return rows.map(({ n, at }) => ({ n, at: Temporal.Instant.fromEpochMilliseconds(at) }))
    },
  }
}
