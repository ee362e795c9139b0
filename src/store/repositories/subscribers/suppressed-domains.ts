import { sql, type Kysely, type Selectable } from 'kysely'
import type { SuppressedDomain } from '../../../core/entities/suppression.ts'
import { toInstant, toMs, type Backend } from '../../columns.ts'
import { domainKey } from '../../queries/readers/search-keys.ts'
import type { Tables } from '../../tables/tables.ts'

export type SuppressedDomainsStore = ReturnType<typeof suppressedDomainsStore>

function suppressedDomain(row: Selectable<Tables['suppressed_domains']>): SuppressedDomain {
  const { domain, subdomains, reason, created_at, actor } = row
  return { domain, withSubdomains: subdomains === 1, reason, at: toInstant(created_at), actor }
}

/** Domains whose addresses get no e-mail. */
export function suppressedDomainsStore(db: Kysely<Tables>, backend: Backend) {
  return {
    async of(domain: string): Promise<SuppressedDomain | null> {
      const row = await db
        .selectFrom('suppressed_domains')
        .selectAll()
        .where('domain', '=', domain)
        .executeTakeFirst()
      return row ? suppressedDomain(row) : null
    },

    /** False if it is suppressed already. */
    async add({ domain, withSubdomains, reason, at, actor }: SuppressedDomain): Promise<boolean> {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('suppressed_domains')
        .values({ domain, subdomains: withSubdomains ? 1 : 0, reason, created_at: toMs(at), actor })
        .onConflict((c) => c.column('domain').doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },

    /** False if it was not suppressed. */
    async lift(domain: string): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('suppressed_domains')
        .where('domain', '=', domain)
        .executeTakeFirst()
      return numDeletedRows === 1n
    },

    /** By name, after a given one; those whose name contains a text. */
    async page(named: string, after: string, count: number): Promise<SuppressedDomain[]> {
      const rows = await db
        .selectFrom('suppressed_domains')
        .selectAll()
        .where('domain', '>', after)
        .where(sql<boolean>`domain like ${`%${named.replace(/[\\%_]/g, String.raw`\$&`)}%`} escape '\\'`)
        .orderBy('domain')
        .limit(count)
        .execute()
      return rows.map(suppressedDomain)
    },

    /** How many readers have an address there, counted up to `most`. */
    async readersAt(domain: string, withSubdomains: boolean, most: number): Promise<number> {
      const key = domainKey(backend, sql.ref('email'))
      const below = sql<boolean>`${key} like ${`%.${domain}`}`
      const { rows } = await sql<{ count: number }>`select count(*) as count from (
        select 1 from subscribers where ${key} = ${domain} ${withSubdomains ? sql`or ${below}` : sql``} limit ${most}) n`.execute(
        db,
      )
      return rows[0]?.count ?? 0
    },
  }
}
