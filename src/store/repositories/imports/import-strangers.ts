import { type RawBuilder, sql } from 'kysely'
import { toMs, type Backend } from '../../columns.ts'
import { big, inStretch, isSuppressed, mayBeAdded, waits, type RowStretch } from './judgement.ts'

/** The next id of a subscriber, in PostgreSQL. */
export const nextSubscriberId = sql`nextval((select cast(pg_get_serial_sequence('subscribers', 'id') as regclass)))`

/**
 * The PostgreSQL statement that turns the rows of a batch into readers, with ids generated beforehand. It writes all waiting rows or
 * nothing: nothing if one of them may not be added; if somebody is known, only the unknown people.
 */
export function strangersAdded(
  backend: Backend,
  stretch: RowStretch,
  { status, at }: { status: 'active' | 'pending'; at: Temporal.Instant },
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
