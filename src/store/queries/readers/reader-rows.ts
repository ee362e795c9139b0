import { sql, type Kysely, type RawBuilder, type Selectable } from 'kysely'
import type { LastMail, ReaderRow } from '../../../core/entities/readers/reader-filter.ts'
import { flagsIn } from '../../../core/entities/readers/reader-flag.ts'
import { fromJson, orInstant, toInstant, type Backend } from '../../columns.ts'
import { orReason } from '../../reason-column.ts'
import { choicesOf } from '../../repositories/subscribers/choices.ts'
import type { SubscriptionsTable } from '../../tables/subscribers.ts'
import { suppressedDomain } from '../../suppressed-domain.ts'
import type { Tables } from '../../tables/tables.ts'

type Own = 'id' | 'subscriber_id' | 'status' | 'topics' | 'days' | 'hour' | 'time_zone' | 'created_at'

/** What `shownColumns` selects. */
export interface ShownRow extends Pick<Selectable<SubscriptionsTable>, Own | 'paused_until'> {
  email: string
  name: string | null
  flags: number
  suppressed: string | null
  /** JSON of names. */
  tags: string | null
  /** JSON of the columns of a delivery. */
  mail: string | null
}

/** What lists show of subscriptions `s` and their subscribers `b`: all of it in one statement, each row by indexes. */
export const shownColumns = (backend: Backend): RawBuilder<ShownRow> =>
  backend === 'sqlite' ? ofSqlite : ofPostgres

/** Made once: to put it together for each page would take longer than to find the readers. */
const [ofSqlite, ofPostgres] = [
  columnsBy('sqlite', { list: 'json_group_array', object: 'json_object', end: '' }),
  columnsBy('postgres', { list: 'json_agg', object: 'json_build_object', end: '::text' }),
]

function columnsBy(
  backend: Backend,
  { list, object, end }: { list: string; object: string; end: string },
): RawBuilder<ShownRow> {
  // Readers first, on SQLite too: there may be more tags, and more editions, than one reader has.
  const own = sql.raw(
    's.id, s.subscriber_id, s.status, s.topics, s.days, s.hour, s.time_zone, s.created_at, s.paused_until, b.email, b.name, b.flags',
  )
  const labels = sql.raw(`(select ${list}(t.name)${end} from (
      select t.name from reader_tags r cross join tags t
      where r.subscriber_id = s.subscriber_id and t.id = r.tag_id order by t.key) t) as tags,
    (select ${object}('edition', d.edition_id, 'date', e.date, 'status', d.status,
        'at', coalesce(d.finished_at, d.next_attempt_at, d.due_at), 'reason', d.reason, 'reply', d.reply)${end}
      from deliveries d cross join editions e
      where d.subscriber_id = s.subscriber_id and e.id = d.edition_id and e.digest_id = s.digest_id
      order by d.edition_id desc limit 1) as mail`)
  return sql`${own}, coalesce((select x.reason from suppressions x where x.hash = b.hash),
    (select r.domain || ': ' || r.reason from suppressed_domains r where r.domain = ${suppressedDomain(backend, sql.ref('b.email'))})) as suppressed,
    ${labels}`
}

/** A row of `shownColumns` as lists show it. */
export const readerRow = (row: ShownRow): ReaderRow => ({
  subscriptionId: row.id,
  subscriberId: row.subscriber_id,
  email: row.email,
  name: row.name,
  status: row.status,
  ...choicesOf(row),
  since: toInstant(row.created_at),
  pausedUntil: orInstant(row.paused_until),
  suppressed: row.suppressed,
  flags: flagsIn(row.flags),
  tags: row.tags === null ? [] : fromJson<string[]>(row.tags),
  lastMail: row.mail === null ? null : lastMail(row.mail),
})

function lastMail(json: string): LastMail {
  const { edition, date, status, at, reason, reply } = fromJson<{
    edition: number
    date: string
    status: LastMail['status']
    at: number
    reason: string | null
    reply: string | null
  }>(json)
  return {
    editionId: edition,
    date: Temporal.PlainDate.from(date),
    status,
    at: toInstant(at),
    reason: orReason(reason),
    reply,
  }
}

/** What lists show of subscriptions, in the order of their ids as given; an id of nobody is passed over. */
export async function readerRows(
  db: Kysely<Tables>,
  backend: Backend,
  ids: readonly number[],
): Promise<ReaderRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ShownRow>`
    select ${shownColumns(backend)} from subscriptions s join subscribers b on b.id = s.subscriber_id
    where s.id in (${sql.join(ids)})`.execute(db)
  const found = new Map(rows.map((row) => [row.id, readerRow(row)]))
  return ids.flatMap((id) => found.get(id) ?? [])
}
