import { sql, type Kysely } from 'kysely'
import type { LastMail, ReaderRow } from '../../../core/entities/readers/reader-filter.ts'
import { orInstant, toInstant, type Backend } from '../../columns.ts'
import { orReason } from '../../reason-column.ts'
import { choicesOf } from '../../repositories/subscribers/choices.ts'
import { suppressedDomain } from '../../suppressed-domain.ts'
import type { Tables } from '../../tables/tables.ts'

/** What lists show of subscriptions, in the order of their ids as given; an id of nobody is passed over. */
export async function readerRows(db: Kysely<Tables>, backend: Backend, ids: number[]): Promise<ReaderRow[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('subscriptions as s')
    .innerJoin('subscribers as b', 'b.id', 's.subscriber_id')
    .leftJoin('suppressions as x', 'x.hash', 'b.hash')
    .leftJoin('suppressed_domains as r', (join) =>
      join.on('r.domain', '=', suppressedDomain(backend, sql.ref('b.email'))),
    )
    .selectAll('s')
    .select([
      'b.email',
      'b.name',
      sql<string | null>`coalesce(x.reason, r.domain || ': ' || r.reason)`.as('suppressed'),
    ])
    .where('s.id', 'in', ids)
    .execute()
  const tags = await tagsOf(
    db,
    rows.map((row) => row.subscriber_id),
  )
  const mails = await lastMails(db, ids)
  const found = new Map(
    rows.map((row): [number, ReaderRow] => [
      row.id,
      {
        subscriptionId: row.id,
        subscriberId: row.subscriber_id,
        email: row.email,
        name: row.name,
        status: row.status,
        ...choicesOf(row),
        since: toInstant(row.created_at),
        pausedUntil: orInstant(row.paused_until),
        suppressed: row.suppressed,
        tags: tags.get(row.subscriber_id) ?? [],
        lastMail: mails.get(row.id) ?? null,
      },
    ]),
  )
  return ids.flatMap((id) => found.get(id) ?? [])
}

async function tagsOf(db: Kysely<Tables>, subscriberIds: number[]): Promise<Map<number, string[]>> {
  if (subscriberIds.length === 0) return new Map()
  // Readers first, on SQLite too: there may be more tags than readers of a page.
  const { rows } = await sql<{ subscriber_id: number; name: string }>`
    select r.subscriber_id, t.name from reader_tags r cross join tags t
    where r.subscriber_id in (${sql.join(subscriberIds)}) and t.id = r.tag_id order by t.key`.execute(db)
  const found = new Map<number, string[]>()
  for (const { subscriber_id, name } of rows) found.getOrInsert(subscriber_id, []).push(name)
  return found
}

interface MailRow {
  id: number
  edition_id: number
  date: string
  status: LastMail['status']
  at: number
  reason: string | null
  reply: string | null
}

/** The mail of the newest edition of each subscription. */
async function lastMails(db: Kysely<Tables>, ids: number[]): Promise<Map<number, LastMail>> {
  const { rows } = await sql<MailRow>`
    select s.id, d.edition_id, e.date, d.status, coalesce(d.finished_at, d.next_attempt_at, d.due_at) as at, d.reason, d.reply
    from subscriptions s
    join deliveries d on d.subscriber_id = s.subscriber_id and d.edition_id = (
      select l.edition_id from deliveries l cross join editions n
      where l.subscriber_id = s.subscriber_id and n.id = l.edition_id and n.digest_id = s.digest_id
      order by l.edition_id desc limit 1)
    join editions e on e.id = d.edition_id
    where s.id in (${sql.join(ids)})`.execute(db)
  return new Map(
    rows.map((row) => [
      row.id,
      {
        editionId: row.edition_id,
        date: Temporal.PlainDate.from(row.date),
        status: row.status,
        at: toInstant(row.at),
        reason: orReason(row.reason),
        reply: row.reply,
      },
    ]),
  )
}
