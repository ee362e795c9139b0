import { type RawBuilder, sql } from 'kysely'
import { toMs, type Backend } from '../../columns.ts'
import type { MergeRun } from './import-merges.ts'
import { big, inStretch, isSuppressed, mayBeAdded, waits, type RowStretch } from './judgement.ts'

/** The next id of a subscriber, in PostgreSQL. */
export const nextSubscriberId = sql`nextval((select cast(pg_get_serial_sequence('subscribers', 'id') as regclass)))`

/**
 * The statement of PostgreSQL that makes readers of the rows of a stretch, their ids given beforehand. Nothing is written but by all rows that wait:
 * not where one of them may not be added; and where somebody is known, nothing but the people who are not.
 */
export function strangersAdded(
  backend: Backend,
  stretch: RowStretch,
  { status, at }: MergeRun,
): RawBuilder<{ waiting: number; added: number }> {
  const now = big(toMs(at))
  return sql`
    with fresh as materialized (
      select r.*, ${nextSubscriberId} as id from import_rows r
      where ${inStretch('r', stretch)} and r.outcome is null and not ${isSuppressed} and ${mayBeAdded(backend)}
      order by r.n
    ), counted as materialized (
      select (select count(*) from import_rows r where ${inStretch('r', stretch)} and ${waits}) as waiting, count(*) as fresh from fresh
    ), people as (
      insert into subscribers (id, email, hash, name, name_key, flags, created_at)
      select id, email, hash, name, name_key, coalesce(flags, 0), ${now} from fresh
      where (select waiting = fresh from counted)
      order by hash
      on conflict (hash) do nothing returning id
    ), made as materialized (
      select waiting, (select count(*) from people) as added from counted
    ), noted as (
      insert into import_readers (import_id, n, subscriber_id, digest_id, outcome, at, opt_in_at, opt_in_ip, opt_in_how)
      select import_id, n, id, digest_id, 'added', ${now}, opt_in_at, opt_in_ip, opt_in_how from fresh
      where (select waiting = added from made)
    ), subscribed as (
      insert into subscriptions (subscriber_id, digest_id, status, topics, days, hour, time_zone, created_at, changed_at)
      select id, digest_id, ${sql.lit(status)}, coalesce(topics, '[]'), days, hour, time_zone, ${now}, ${now} from fresh
      where (select waiting = added from made)
    )
    select waiting, added from made`
}
