import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Suppression } from '../../../core/entities/suppression.ts'
import type { SuppressionCursor, SuppressionFilter } from '../../../core/entities/suppression-filter.ts'
import { toMs, type Backend } from '../../columns.ts'
import { suppression } from '../../repositories/subscribers/suppressions.ts'
import type { SuppressionsTable } from '../../tables/subscribers.ts'
import type { Tables } from '../../tables/tables.ts'
import { addressKey, afterPrefix, domainKey, keyOfText } from '../readers/search-keys.ts'

export type SuppressionListStore = ReturnType<typeof suppressionListStore>

type Row = Omit<SuppressionsTable, 'import_id'> & { email: string | null; erased: number }

/** Suppressed addresses for browsing: newest first or, if a prefix is given, by address. */
export function suppressionListStore(db: Kysely<Tables>, backend: Backend) {
  return {
    async page(
      filter: SuppressionFilter,
      after: SuppressionCursor | null,
      count: number,
    ): Promise<{ rows: Suppression[]; next: SuppressionCursor | null }> {
      const { rows } = await sql<Row>`
        select x.hash, x.reason, x.created_at, x.actor, x.feedback_id, x.list_id, b.email,
          case when b.id is null and exists (select 1 from leavers l where l.hash = x.hash) then 1 else 0 end as erased
        ${found(backend, filter, after)} limit ${count}`.execute(db)
      const last = rows.length === count ? rows.at(-1) : undefined
      const next = last
        ? { key: filter.begins === '' ? last.created_at : keyOf(filter, last), hash: last.hash }
        : null
      return { rows: rows.map(suppression), next }
    },

    /** How many there are, counted up to `most`. */
    async count(filter: SuppressionFilter, most: number): Promise<number> {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from (select 1 ${found(backend, filter, null)} limit ${most}) n`.execute(db)
      return rows[0]?.count ?? 0
    },
  }
}

const keyOf = ({ begins }: SuppressionFilter, { email }: Row): string => {
  const key = keyOfText(email ?? '')
  return begins.startsWith('@') ? key.slice(key.indexOf('@') + 1) : key
}

function found(
  backend: Backend,
  filter: SuppressionFilter,
  after: SuppressionCursor | null,
): RawBuilder<unknown> {
  const { begins, reason, from, until } = filter
  const where = [
    ...(from ? [sql`x.created_at >= ${toMs(from)}`] : []),
    ...(until ? [sql`x.created_at < ${toMs(until)}`] : []),
    ...(reason === '' ? [] : [sql`lower(x.reason) like ${anywhere(reason)} escape '\\'`]),
  ]
  if (begins === '') {
    const behind = after ? [sql`(x.created_at, x.hash) < (${after.key}, ${after.hash})`] : []
    return sql`from suppressions x left join subscribers b on b.hash = x.hash
      ${all([...where, ...behind])} order by x.created_at desc, x.hash desc`
  }
  const typed = keyOfText(begins)
  const email = sql.ref('b.email')
  const key = typed.startsWith('@') ? domainKey(backend, email) : addressKey(backend, email)
  const prefix = typed.startsWith('@') ? typed.slice(1) : typed
  const behind = after
    ? [sql`(${key} > ${after.key} or (${key} = ${after.key} and x.hash > ${after.hash}))`]
    : []
  const begun = sql`${key} >= ${prefix} and ${key} < ${afterPrefix(prefix)}`
  return sql`from subscribers b cross join suppressions x
    ${all([begun, sql`x.hash = b.hash`, ...where, ...behind])} order by ${key}, x.hash`
}

const anywhere = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)}%`

const all = (conditions: RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
