import { sql, type Kysely, type RawBuilder, type Selectable } from 'kysely'
import type { LastMail, ReaderRow } from '../../../core/entities/readers/reader-filter.ts'
import { tagKey } from '../../../core/entities/readers/tag.ts'
import { flagsIn } from '../../../core/entities/readers/reader-flag.ts'
import { fromJson, orInstant, toInstant, type Backend } from '../../columns.ts'
import { orReason } from '../../reason-column.ts'
import { choicesOf } from '../../repositories/subscribers/choices.ts'
import type { SubscriptionsTable } from '../../tables/subscribers.ts'
import type { Tables } from '../../tables/tables.ts'
import { takesNoMail } from './conditions.ts'
import { domainReasons, hostOf } from './domain-reasons.ts'

type Own = 'id' | 'subscriber_id' | 'status' | 'topics' | 'days' | 'hour' | 'time_zone' | 'created_at'

/** What `shown` selects. */
export interface ShownRow extends Pick<Selectable<SubscriptionsTable>, Own | 'paused_until'> {
  email: string
  name: string | null
  flags: number
  /** Of its domain: 0 or 1, or a boolean from PostgreSQL. */
  takes_no_mail: number | boolean
  /** The reason of the address's own suppression. */
  suppressed: string | null
  /** Whether any domain is suppressed: 0 or 1, or a boolean from PostgreSQL. */
  are_domains: number | boolean
  /** JSON array of names. */
  tags: string | null
  mail: LastMail['status'] | null
  mail_at: number
  mail_reason: string | null
  mail_reply: string | null
}

/** What lists show of subscriptions `s` and their subscribers `b`: columns and joins. */
export const shown = (backend: Backend): { columns: RawBuilder<ShownRow>; joins: RawBuilder<unknown> } =>
  backend === 'sqlite' ? ofSqlite : ofPostgres

const ofReader = sql`from reader_tags r cross join tags t where r.subscriber_id = s.subscriber_id and t.id = r.tag_id`
const lastMail = sql`from deliveries d where d.subscriber_id = s.subscriber_id and d.subscription_id = s.id
  order by d.edition_id desc limit 1`

const ofSqlite = shownBy(
  'sqlite',
  sql`json_group_array(t.name)`,
  sql`left join deliveries l on l.rowid = (select d.rowid ${lastMail})`,
)
const ofPostgres = shownBy(
  'postgres',
  sql`json_agg(t.name)::text`,
  sql`left join lateral (select d.status, d.finished_at, d.next_attempt_at, d.due_at, d.reason, d.reply ${lastMail}) l on true`,
)

function shownBy(backend: Backend, names: RawBuilder<unknown>, joins: RawBuilder<unknown>) {
  const columns = sql<ShownRow>`s.id, s.subscriber_id, s.status, s.topics, s.days, s.hour, s.time_zone, s.created_at, s.paused_until,
    b.email, b.name, b.flags, ${takesNoMail(backend)} as takes_no_mail, (select x.reason from suppressions x where x.hash = b.hash) as suppressed,
    exists (select 1 from suppressed_domains) as are_domains, (select ${names} ${ofReader}) as tags,
    l.status as mail, coalesce(l.finished_at, l.next_attempt_at, l.due_at) as mail_at, l.reason as mail_reason, l.reply as mail_reply`
  return { columns, joins }
}

/** Rows of `shown`, converted for lists. */
export async function asReaderRows(db: Kysely<Tables>, rows: readonly ShownRow[]): Promise<ReaderRow[]> {
  const reasons = rows[0]?.are_domains ? await domainReasons(db, rows) : null
  return rows.map((row) => ({
    subscriptionId: row.id,
    subscriberId: row.subscriber_id,
    email: row.email,
    name: row.name,
    status: row.status,
    ...choicesOf(row),
    since: toInstant(row.created_at),
    pausedUntil: orInstant(row.paused_until),
    suppressed: row.suppressed ?? reasons?.get(hostOf(row.email)) ?? null,
    flags: [...flagsIn(row.flags), ...(row.takes_no_mail ? (['no-mail'] as const) : [])],
    tags: tagsOf(row.tags),
    lastMail: mailOf(row),
  }))
}

/** Sorted by key here, because the database would create a sorter for each reader. */
function tagsOf(names: string | null): string[] {
  if (names === null || names === '[]') return []
  const keys = fromJson<string[]>(names).map((name) => ({ name, key: tagKey(name) }))
  return keys.toSorted((one, other) => (one.key < other.key ? -1 : 1)).map(({ name }) => name)
}

const mailOf = ({ mail, mail_at, mail_reason, mail_reply }: ShownRow): LastMail | null =>
  mail && { status: mail, at: toInstant(mail_at), reason: orReason(mail_reason), reply: mail_reply }

/** What lists show of subscriptions, in the given order of ids; unknown ids are skipped. */
export async function readerRows(
  db: Kysely<Tables>,
  backend: Backend,
  ids: readonly number[],
): Promise<ReaderRow[]> {
  if (ids.length === 0) return []
  const { columns, joins } = shown(backend)
  const { rows } = await sql<ShownRow>`
    select ${columns} from subscriptions s join subscribers b on b.id = s.subscriber_id ${joins}
    where s.id in (${sql.join(ids)})`.execute(db)
  const found = new Map((await asReaderRows(db, rows)).map((row) => [row.subscriptionId, row]))
  return ids.flatMap((id) => found.get(id) ?? [])
}
