import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { ExportedReader } from '../../../core/entities/readers/exported-reader.ts'
import type { ReaderCursor, ReaderFilter } from '../../../core/entities/readers/reader-filter.ts'
import type { SubscriptionStatus } from '../../../core/entities/states.ts'
import { fromJson, orInstant, toInstant, type Backend } from '../../columns.ts'
import { choicesOf } from '../../repositories/subscribers/choices.ts'
import { suppressedDomain } from '../../suppressed-domain.ts'
import type { Tables } from '../../tables/tables.ts'
import { rowsBehind, type InPart } from './keyset.ts'
import { partsOf, type Part } from './parts.ts'

export type ReaderExportStore = ReturnType<typeof readerExportStore>

interface Row extends InPart {
  subscriber_id: number
  email: string
  name: string | null
  status: SubscriptionStatus
  topics: string
  days: number | null
  hour: string | null
  time_zone: string | null
  created_at: number
  paused_until: number | null
  ended_at: number | null
  suppressed: string | null
  suppressed_at: number | null
  tags: string | null
  agreed_at: number | null
  agreed_ip: string | null
  form: string | null
}

/** All readers that match a filter, with consent and tags. */
export function readerExportStore(db: Kysely<Tables>, backend: Backend) {
  return {
    /** Pages of at most `count` readers, in the order of the list: each is read when the previous one was consumed. */
    async *pages(
      filter: ReaderFilter,
      now: Temporal.Instant,
      count: number,
    ): AsyncGenerator<ExportedReader[]> {
      for (const [index, part] of partsOf(backend, filter, now).entries())
        for (let after: ReaderCursor | null = null; ;) {
          const rows: Row[] = (await select(backend, part, after, count).execute(db)).rows
          if (rows.length > 0) yield exported(rows, await listConsent(db, filter.digestId, rows))
          const last: Row | undefined = rows.at(-1)
          if (!last || rows.length < count) break
          after = { part: index, key: last.place_key, id: last.place_id }
        }
    },
  }
}

function select(backend: Backend, part: Part, after: ReaderCursor | null, count: number): RawBuilder<Row> {
  const names = backend === 'sqlite' ? sql`json_group_array(t.name)` : sql`json_agg(t.name)::text`
  const columns = sql<Row>`s.subscriber_id, b.email, b.name, s.status, s.topics, s.days, s.hour,
    s.time_zone, s.created_at, s.paused_until, s.ended_at, coalesce(x.reason, r.domain || ': ' || r.reason) as suppressed,
    coalesce(x.created_at, r.created_at) as suppressed_at,
    u.confirmed_at as agreed_at, u.confirmed_ip as agreed_ip, u.form,
    (select ${names} from (select t.name from reader_tags r join tags t on t.id = r.tag_id
      where r.subscriber_id = s.subscriber_id order by t.key) t) as tags`
  const joins = sql`left join suppressions x on x.hash = b.hash
    left join suppressed_domains r on r.domain = ${suppressedDomain(backend, sql.ref('b.email'))}
    left join sign_ups u on u.id = (select max(l.id) from sign_ups l where l.subscription_id = s.id and l.confirmed_at is not null)`
  return rowsBehind(part, after, { columns, joins }, count)
}

type Consent = NonNullable<ExportedReader['agreed']>

/** The consent recorded in lists, of readers who did not confirm a form, by subscriber id; the newest list wins. */
async function listConsent(
  db: Kysely<Tables>,
  digestId: number,
  rows: readonly Row[],
): Promise<Map<number, Consent>> {
  const ids = rows.flatMap((row) => (row.agreed_at === null ? [row.subscriber_id] : []))
  if (ids.length === 0) return new Map()
  const found = await db
    .selectFrom('import_readers')
    .select(['subscriber_id', 'opt_in_at', 'opt_in_ip', 'opt_in_how'])
    .where('subscriber_id', 'in', ids)
    .where('digest_id', '=', digestId)
    .where('opt_in_at', 'is not', null)
    .orderBy('import_id')
    .orderBy('n')
    .execute()
  return new Map(
    found.map((row) => [
      row.subscriber_id,
      { at: toInstant(row.opt_in_at ?? 0), ip: row.opt_in_ip ?? '', how: row.opt_in_how ?? '' },
    ]),
  )
}

const exported = (rows: readonly Row[], lists: ReadonlyMap<number, Consent>): ExportedReader[] =>
  rows.map((row) => ({
    email: row.email,
    name: row.name,
    status: row.status,
    ...choicesOf(row),
    since: toInstant(row.created_at),
    pausedUntil: orInstant(row.paused_until),
    leftAt: orInstant(row.ended_at),
    suppressed:
      row.suppressed === null ? null : { reason: row.suppressed, at: toInstant(row.suppressed_at ?? 0) },
    tags: row.tags === null || row.tags === '[]' ? [] : fromJson<string[]>(row.tags),
    agreed:
      row.agreed_at === null
        ? (lists.get(row.subscriber_id) ?? null)
        : { at: toInstant(row.agreed_at), ip: row.agreed_ip ?? '', how: `form ${row.form ?? ''}` },
  }))
