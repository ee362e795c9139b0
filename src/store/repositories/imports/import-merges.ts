import { type Kysely, sql } from 'kysely'
import type { ImportMode } from '../../../core/entities/imports/import.ts'
import type { RowOutcome } from '../../../core/entities/imports/import-row.ts'
import { said } from '../../../core/said/said.ts'
import { toMs, type Backend } from '../../columns.ts'
import { suppressedDomain } from '../../suppressed-domain.ts'
import type { Tables } from '../../tables/tables.ts'
import { nextSubscriberId, strangersAdded } from './import-strangers.ts'
import {
  beforeJson,
  big,
  inStretch,
  isEndedInList,
  isSuppressed,
  judged,
  mayBeAdded,
  ofSuppressedDomain,
  outcomeOf,
  waits,
  type RowStretch,
} from './judgement.ts'

export type ImportMergesStore = ReturnType<typeof importMergesStore>

export interface MergeRun {
  mode: ImportMode
  /** The status of new ones. */
  status: 'active' | 'pending'
  at: Temporal.Instant
}

export type OutcomeCounts = Partial<Record<RowOutcome, number>>

/** Turns waiting rows into readers, a batch at a time: every step is one statement for all rows of the batch. */
export function importMergesStore(db: Kysely<Tables>, backend: Backend) {
  const endedInList = JSON.stringify(said('row-ended-in-list'))

  return {
    /**
     * In a transaction on PostgreSQL: disables plans that scan whole tables, because the planner has no statistics yet about tables that
     * grow so fast, and lets the commit return before it is synced. A power failure may lose the last batches, but never a part of one: the
     * work continues from what is stored. On SQLite: raises the connection's cache to 28 MB from now on, most of an index that is written
     * in random order.
     */
    async prepare(): Promise<void> {
      if (backend === 'sqlite') await sql`pragma cache_size = -28000`.execute(db)
      if (backend !== 'postgres') return
      const off = ['synchronous_commit', 'jit', 'enable_hashjoin', 'enable_mergejoin', 'enable_seqscan']
      await sql`select ${sql.join(off.map((name) => sql`set_config(${sql.lit(name)}, 'off', true)`))}`.execute(
        db,
      )
    },

    /**
     * On PostgreSQL: updates the planner's statistics about the tables that an import has filled. The server does so itself some time
     * later, or never if `autovacuum` is off, and until then a page of a million readers takes seconds.
     */
    async analyze(): Promise<void> {
      if (backend !== 'postgres') return
      await sql`analyze subscribers, subscriptions, suppressions, import_readers, reader_tags, reader_notes`.execute(
        db,
      )
    },

    /** How many rows of a batch are waiting. */
    async waiting(stretch: RowStretch): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from import_rows r where ${inStretch('r', stretch)} and ${waits}`.execute(db)
      return rows[0]?.count ?? 0
    },

    /** What would happen to the rows of a batch, or only to those of unknown people. */
    async judge(
      stretch: RowStretch,
      mode: ImportMode,
      who: 'all' | 'strangers' = 'all',
    ): Promise<OutcomeCounts> {
      const { rows } = await sql<{ outcome: RowOutcome; count: number }>`
        select outcome, count(*) as count from (
          select ${outcomeOf(backend, mode)} as outcome from ${judged} where ${inStretch('r', stretch)} and ${waits}
            ${who === 'strangers' ? sql`and b.id is null` : sql``}) j
        group by outcome`.execute(db)
      return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]))
    },

    /** Marks the rows of a batch that can only be left out, with the reason: people who had left, or are suppressed. */
    async mark(stretch: RowStretch, mode: ImportMode): Promise<void> {
      await sql`
        update import_rows set outcome = j.outcome, reason = j.reason, fault = j.fault from (
          select r.n, ${outcomeOf(backend, mode)} as outcome, coalesce(x.reason, (select o.domain || ': ' || o.reason
              from suppressed_domains o where o.domain = ${suppressedDomain(backend, sql.ref('r.email'))})) as reason,
            case when x.hash is null and not ${ofSuppressedDomain(backend)} and ${isEndedInList} then ${sql.lit(endedInList)} end as fault
          from ${judged} where ${inStretch('r', stretch)} and ${waits}) j
        where import_rows.import_id = ${big(stretch.importId)} and import_rows.n = j.n
          and j.outcome in ('left', 'suppressed')`.execute(db)
    },

    /**
     * On PostgreSQL only: turns a whole batch into readers by one statement, if it contains only unknown people who may be added. It looks
     * up each once, while the steps below do so several times. If `added` is less than `waiting`, the transaction must be rolled back, and
     * the batch merged by the steps below.
     */
    async addStrangers(stretch: RowStretch, run: MergeRun): Promise<{ waiting: number; added: number }> {
      const { rows } = await strangersAdded(backend, stretch, run).execute(db)
      return rows[0] ?? { waiting: 0, added: 0 }
    },

    /** On PostgreSQL: locks the people whom the batch is to change until the transaction ends, always in the same order. */
    async lock(stretch: RowStretch, mode: ImportMode): Promise<void> {
      if (backend !== 'postgres') return
      const isAny = mode === 'update' || mode === 'replace' ? sql`true` : sql`false`
      await sql`select b.id from import_rows r join subscribers b on b.hash = r.hash
        left join subscriptions s on s.subscriber_id = b.id and s.digest_id = r.digest_id
        where ${inStretch('r', stretch)} and ${waits} and (${isAny} or r.ends_to is not null or s.status <> 'active')
        order by b.id for update of b`.execute(db)
    },

    /** Creates the unknown people, with ids in the order of the list; on PostgreSQL in the order of their hashes, so that lists of the same people do not deadlock. */
    async addPeople(stretch: RowStretch, at: Temporal.Instant): Promise<void> {
      const [id, number, order] =
        backend === 'sqlite'
          ? [sql``, sql``, sql`f.n`]
          : [sql`id, `, sql`${nextSubscriberId} as id, `, sql`f.hash`]
      await sql`
        insert into subscribers (${id}email, hash, name, name_key, flags, created_at)
        select ${id}email, hash, name, name_key, coalesce(flags, 0), ${big(toMs(at))} from (
          select ${number}r.* from import_rows r where ${inStretch('r', stretch)} and ${waits} and not ${isSuppressed}
            and (r.ends_to = 'unsubscribed' or ${mayBeAdded(backend)})
          order by r.n) f
        where true order by ${order}
        on conflict (hash) do nothing`.execute(db)
    },

    /** Records for each person what is to happen to them, and their previous values; the steps below do it. */
    async note(stretch: RowStretch, { mode, at }: MergeRun): Promise<void> {
      await sql`
        insert into import_readers (import_id, n, subscriber_id, digest_id, outcome, before, at, opt_in_at, opt_in_ip, opt_in_how)
        select r.import_id, r.n, b.id, r.digest_id, ${outcomeOf(backend, mode)}, ${beforeJson(backend)}, ${big(toMs(at))},
          r.opt_in_at, r.opt_in_ip, r.opt_in_how
        from ${judged} where ${inStretch('r', stretch)} and ${waits} and b.id is not null
        order by r.n`.execute(db)
    },

    /** How many people of a batch were recorded, by outcome; `isNew` if they had no subscription. */
    async noted(stretch: RowStretch): Promise<{ outcome: RowOutcome; isNew: boolean; count: number }[]> {
      const { rows } = await sql<{ outcome: RowOutcome; is_new: number; count: number }>`
        select e.outcome, case when e.before is null then 1 else 0 end as is_new, count(*) as count
        from import_readers e where ${inStretch('e', stretch)} group by 1, 2`.execute(db)
      return rows.map(({ outcome, is_new, count }) => ({ outcome, isNew: is_new === 1, count }))
    },

    /** Creates the missing subscriptions of a batch; returns how many. */
    async subscribe(stretch: RowStretch, { status, at }: MergeRun): Promise<number> {
      const now = big(toMs(at))
      const { numAffectedRows } = await sql`
        insert into subscriptions (subscriber_id, digest_id, status, topics, days, hour, time_zone, created_at, changed_at, ended_at)
        select e.subscriber_id, e.digest_id, case when e.outcome = 'ended' then 'unsubscribed' else ${sql.lit(status)} end,
          coalesce(r.topics, '[]'), r.days, r.hour, r.time_zone, ${now}, ${now},
          case when e.outcome = 'ended' then coalesce(r.ends_at, ${now}) end
        from import_readers e join import_rows r on r.import_id = e.import_id and r.n = e.n
        where ${inStretch('e', stretch)} and e.before is null
          and (e.outcome = 'added' or (e.outcome = 'ended' and r.ends_to = 'unsubscribed'))
        order by e.subscriber_id, e.digest_id
        on conflict (subscriber_id, digest_id) do nothing`.execute(db)
      return Number(numAffectedRows ?? 0)
    },

    /** Changes the existing subscriptions of a batch: those that become active or pending, and those with other choices. */
    async change(stretch: RowStretch, { status, at }: MergeRun): Promise<void> {
      await sql`
        update subscriptions set
          status = case when e.outcome = 'added' then ${sql.lit(status)} else subscriptions.status end,
          topics = coalesce(r.topics, subscriptions.topics), days = coalesce(r.days, subscriptions.days),
          hour = coalesce(r.hour, subscriptions.hour), time_zone = coalesce(r.time_zone, subscriptions.time_zone),
          changed_at = ${big(toMs(at))}, ended_at = null, ended_link = null
        from import_readers e join import_rows r on r.import_id = e.import_id and r.n = e.n
        where ${inStretch('e', stretch)} and e.before is not null and e.outcome in ('added', 'updated')
          and subscriptions.subscriber_id = e.subscriber_id and subscriptions.digest_id = e.digest_id`.execute(
        db,
      )
      await sql`
        update subscribers set name = r.name, name_key = r.name_key
        from import_readers e join import_rows r on r.import_id = e.import_id and r.n = e.n
        where ${inStretch('e', stretch)} and e.before is not null and r.name is not null and subscribers.id = e.subscriber_id
          and (e.outcome = 'updated' or (e.outcome = 'added' and subscribers.name is null))`.execute(db)
    },

    /** For people of a batch who already got no e-mail: keeps it so even if what ended it, or an earlier list, is undone. */
    async keepEnded(stretch: RowStretch, at: Temporal.Instant): Promise<void> {
      await sql`
        update subscriptions set changed_at = ${big(toMs(at))}
        from import_readers e join import_rows r on r.import_id = e.import_id and r.n = e.n
        where ${inStretch('e', stretch)} and e.outcome = 'known' and r.ends_to = 'unsubscribed'
          and subscriptions.subscriber_id = e.subscriber_id and subscriptions.digest_id = e.digest_id
          and subscriptions.status = 'unsubscribed'`.execute(db)
      await sql`
        update suppressions set import_id = null where import_id <> ${big(stretch.importId)} and hash in (
          select r.hash from import_rows r where ${inStretch('r', stretch)} and ${waits} and r.ends_to = 'suppressed')`.execute(
        db,
      )
    },

    /** Ends the subscriptions of a batch that are to end, at the time in the list. */
    async end(stretch: RowStretch, at: Temporal.Instant): Promise<void> {
      const now = big(toMs(at))
      await sql`
        update subscriptions set status = 'unsubscribed', changed_at = ${now}, ended_at = coalesce(r.ends_at, ${now}), ended_link = null
        from import_readers e join import_rows r on r.import_id = e.import_id and r.n = e.n
        where ${inStretch('e', stretch)} and e.before is not null and e.outcome = 'ended' and r.ends_to = 'unsubscribed'
          and subscriptions.subscriber_id = e.subscriber_id and subscriptions.digest_id = e.digest_id`.execute(
        db,
      )
    },

    /** Suppresses the addresses of a batch that are to be; returns how many were not before. `reason`: for rows without one. */
    async suppress(stretch: RowStretch, reason: string, at: Temporal.Instant): Promise<number> {
      const { numAffectedRows } = await sql`
        insert into suppressions (hash, reason, created_at, import_id, list_id)
        select r.hash, coalesce(r.reason, cast(${reason} as text)), coalesce(r.ends_at, ${big(toMs(at))}), r.import_id, r.import_id
        from import_rows r where ${inStretch('r', stretch)} and ${waits} and r.ends_to = 'suppressed'
        order by r.hash
        on conflict (hash) do nothing`.execute(db)
      return Number(numAffectedRows ?? 0)
    },

    /** The people of a batch with an outcome, with their subscriptions. */
    async people(stretch: RowStretch, outcome: RowOutcome) {
      const { rows } = await sql<{
        subscriberId: number
        subscriptionId: number | null
        digestId: number
        email: string
        endsTo: 'unsubscribed' | 'suppressed' | null
      }>`
        select e.subscriber_id as "subscriberId", s.id as "subscriptionId", e.digest_id as "digestId", b.email,
          r.ends_to as "endsTo"
        from import_readers e join subscribers b on b.id = e.subscriber_id
        join import_rows r on r.import_id = e.import_id and r.n = e.n
        left join subscriptions s on s.subscriber_id = e.subscriber_id and s.digest_id = e.digest_id
        where ${inStretch('e', stretch)} and e.outcome = ${outcome} order by e.n`.execute(db)
      return rows
    },

    /** Deletes the merged rows of a batch; those that are left out stay. Returns how many there were. */
    async forget(stretch: RowStretch): Promise<number> {
      const { numAffectedRows } =
        await sql`delete from import_rows where import_id = ${big(stretch.importId)} and n > ${big(stretch.after)}
        and n <= ${big(stretch.upTo)} and outcome is null`.execute(db)
      return Number(numAffectedRows ?? 0)
    },
  }
}
