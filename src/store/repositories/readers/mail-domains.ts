import { sql, type Kysely } from 'kysely'
import type { AskedDomain, DomainVerdict } from '../../../core/entities/readers/mail-domain.ts'
import { toInstant, toMs, type Backend } from '../../columns.ts'
import { jsonRows } from '../../json-rows.ts'
import { domainKey, typeless } from '../../queries/readers/search-keys.ts'
import { isNotSuppressed } from '../../suppressed-domain.ts'
import type { Tables } from '../../tables/tables.ts'

export type MailDomainsStore = ReturnType<typeof mailDomainsStore>

/** A batch of the domains of readers, by name. */
export interface DomainBatch {
  /** Those that are not stored here. */
  unknown: string[]
  /** The last of the batch; null at the end of all domains. */
  last: string | null
}

/** Domains of readers, and whether they accept e-mail according to DNS. */
export function mailDomainsStore(db: Kysely<Tables>, backend: Backend) {
  const key = domainKey(backend, sql.ref('b.email'))
  const named = (domains: readonly string[]) =>
    sql`(select g.domain from ${jsonRows(
      backend,
      { domain: 'text' },
      domains.map((domain) => ({ domain })),
    )} g)`
  /** The next domain of a reader, by one index lookup. */
  const nextAfter = (text: unknown) =>
    sql`(select ${key} from subscribers b where ${key} > ${text} order by ${key} limit 1)`

  return {
    /** The next `count` domains of readers after one. */
    async batch(after: string, count: number): Promise<DomainBatch> {
      const { rows } = await sql<{ domain: string; is_known: number | boolean }>`
        with recursive d(domain) as (
          select ${nextAfter(after)} union all select ${nextAfter(sql.ref('d.domain'))} from d where d.domain is not null)
        select d.domain, exists (select 1 from mail_domains m where m.domain = d.domain) as is_known
        from d where d.domain is not null limit ${count}`.execute(db)
      return {
        unknown: rows.filter((row) => !row.is_known).map(({ domain }) => domain),
        last: rows.length < count ? null : (rows.at(-1)?.domain ?? null),
      }
    },

    /**
     * Whether one of the next `count` readers of a domain gets e-mail, by id after a given one; and the id of the last of those, null if
     * there are no more.
     */
    async isMailed(
      domain: string,
      after: number,
      count: number,
    ): Promise<{ isMailed: boolean; last: number | null }> {
      const next = sql`from subscribers b where ${key} = ${domain} and b.id > ${after} order by ${key}, b.id`
      const found = await sql`
        select 1 from (select b.id, b.hash, b.email ${next} limit ${count}) b
        where exists (select 1 from subscriptions s where s.subscriber_id = b.id and s.status = 'active')
          and ${isNotSuppressed(backend)} limit 1`.execute(db)
      if (found.rows.length > 0) return { isMailed: true, last: null }
      const { rows } = await sql<{
        id: number
      }>`select b.id ${next} limit 1 offset ${count - 1}`.execute(db)
      return { isMailed: false, last: rows[0]?.id ?? null }
    },

    /** Schedules a DNS query for new domains at an instant; known ones keep their schedule. */
    async add(domains: readonly string[], at: Temporal.Instant): Promise<void> {
      if (domains.length === 0) return
      await db
        .insertInto('mail_domains')
        .values(domains.map((domain) => ({ domain, next_ask_at: toMs(at) })))
        .onConflict((c) => c.column('domain').doNothing())
        .execute()
    },

    /** The stored domains after one, up to another (null: all), that no reader has any more; at most `count`. */
    async unused(after: string, upTo: string | null, count: number): Promise<string[]> {
      const { rows } = await sql<{ domain: string }>`
        select m.domain from mail_domains m where m.domain > ${after} ${upTo === null ? sql`` : sql`and m.domain <= ${upTo}`}
          and not exists (select 1 from subscribers b where ${key} = ${typeless(backend, sql.ref('m.domain'))}) order by m.domain limit ${count}`.execute(
        db,
      )
      return rows.map(({ domain }) => domain)
    },

    async delete(domains: readonly string[]): Promise<void> {
      await sql`delete from mail_domains where domain in ${named(domains)}`.execute(db)
    },

    /** Deletes all of them, if there are any. */
    async deleteAll(): Promise<void> {
      const any = await db.selectFrom('mail_domains').select('domain').limit(1).executeTakeFirst()
      if (any) await db.deleteFrom('mail_domains').execute()
    },

    /** Claims domains that are due for a query, oldest first, until an instant: nobody else gets them before. */
    async take(now: Temporal.Instant, until: Temporal.Instant, count: number): Promise<string[]> {
      const skip = backend === 'postgres' ? sql`for update skip locked` : sql``
      const due = sql`select m.domain from mail_domains m where m.next_ask_at <= ${toMs(now)}
        order by m.next_ask_at, m.domain limit ${count} ${skip}`
      // As an array PostgreSQL runs the subquery once; within IN it may run it for each row, and exceed its limit.
      const chosen = backend === 'postgres' ? sql`domain = any(array(${due}))` : sql`domain in (${due})`
      const { rows } = await sql<{ domain: string }>`
        update mail_domains set next_ask_at = ${toMs(until)} where ${chosen} returning domain`.execute(db)
      return rows.map(({ domain }) => domain)
    },

    /**
     * Stores the answer for a domain that was claimed until an instant, and when it is asked again; does nothing if another process has
     * claimed it since.
     */
    async settle(
      { domain, verdict, askedAt }: AskedDomain,
      takenUntil: Temporal.Instant,
      next: Temporal.Instant,
    ): Promise<void> {
      await db
        .updateTable('mail_domains')
        .set({ verdict, asked_at: toMs(askedAt), next_ask_at: toMs(next) })
        .where('domain', '=', domain)
        .where('next_ask_at', '=', toMs(takenUntil))
        .execute()
    },

    /** How many were asked about since an instant, counted up to a limit. */
    async countAsked(since: Temporal.Instant, upTo: number): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from (select 1 from mail_domains where asked_at > ${toMs(since)} limit ${upTo}) n`.execute(
        db,
      )
      return rows[0]?.count ?? 0
    },

    /** Those asked about last, latest first. */
    async lastAsked(count: number): Promise<AskedDomain[]> {
      const { rows } = await sql<{ domain: string; verdict: DomainVerdict; asked_at: number }>`
        select domain, verdict, asked_at from mail_domains where asked_at is not null order by asked_at desc limit ${count}`.execute(
        db,
      )
      return rows.map(asked)
    },

    /** The answer of DNS about a domain; null if it was not asked. */
    async of(domain: string): Promise<AskedDomain | null> {
      const row = await db
        .selectFrom('mail_domains')
        .select(['domain', 'verdict', 'asked_at'])
        .where('domain', '=', domain)
        .executeTakeFirst()
      if (!row || row.verdict === null || row.asked_at === null) return null
      return asked({ domain: row.domain, verdict: row.verdict, asked_at: row.asked_at })
    },
  }
}

const asked = (row: { domain: string; verdict: DomainVerdict; asked_at: number }): AskedDomain => ({
  domain: row.domain,
  verdict: row.verdict,
  askedAt: toInstant(row.asked_at),
})
