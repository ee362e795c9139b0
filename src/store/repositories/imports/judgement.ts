import { type RawBuilder, sql } from 'kysely'
import type { ImportMode } from '../../../core/entities/imports/import.ts'
import type { Backend } from '../../columns.ts'
import { suppressedDomain } from '../../suppressed-domain.ts'

/** Some rows of an import, by their numbers. */
export interface RowStretch {
  importId: number
  /** The number of the last row before them. */
  after: number
  upTo: number
}

/** A number in an expression that does not give its type. */
export const big = (value: number): RawBuilder<number> => sql<number>`cast(${value} as bigint)`

/** Whether a row, `r` or `e`, is in a batch. */
export const inStretch = (table: 'r' | 'e', { importId, after, upTo }: RowStretch): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(`${table}.import_id`)} = ${big(importId)} and ${sql.ref(`${table}.n`)} > ${big(after)} and ${sql.ref(`${table}.n`)} <= ${big(upTo)}`

/** Whether a row is waiting, or is waiting again after a check. */
export const waits = sql<boolean>`(r.outcome is null or r.outcome in ('left', 'suppressed'))`

/**
 * Whether another row of the list says that this person must not get e-mail; `+ 0` keeps SQLite from scanning all rows of the import for
 * each.
 */
export const isEndedInList = sql<boolean>`exists (select 1 from import_rows o
  where o.hash = r.hash and o.import_id + 0 = r.import_id and o.ends_to is not null
    and (o.ends_to = 'suppressed' or o.digest_id = r.digest_id))`

/** Whether a subscription `s` ended because a list did not contain it: a list may restore it. */
const isRemovedByList = sql<boolean>`exists (select 1 from import_readers m
  where m.subscriber_id = s.subscriber_id and m.digest_id = s.digest_id and m.outcome = 'removed' and m.at = s.changed_at
    and s.ended_link is null)`

/** Whether a list differs from what is stored about a known person. */
const differs = sql<boolean>`(
  (r.name is not null and r.name is distinct from b.name) or (r.topics is not null and r.topics is distinct from s.topics)
  or (r.days is not null and r.days is distinct from s.days) or (r.hour is not null and r.hour is distinct from s.hour)
  or (r.time_zone is not null and r.time_zone is distinct from s.time_zone))`

/** Rows `r` with their people: the subscriber `b`, the subscription `s`, the suppression `x`. */
export const judged = sql`import_rows r
  left join subscribers b on b.hash = r.hash
  left join subscriptions s on s.subscriber_id = b.id and s.digest_id = r.digest_id
  left join suppressions x on x.hash = r.hash`

/** Whether this person left, and nothing else is stored of them. */
const hasLeft = sql<boolean>`exists (select 1 from leavers l where l.hash = r.hash and l.digest_id in (0, r.digest_id))`

/** Whether the domain of a row is suppressed. */
export const ofSuppressedDomain = (backend: Backend): RawBuilder<boolean> =>
  sql`${suppressedDomain(backend, sql.ref('r.email'))} is not null`

/** Whether an unknown person may be added, apart from a suppression of their own. */
export const mayBeAdded = (backend: Backend): RawBuilder<boolean> =>
  sql<boolean>`(r.ends_to is null and not ${ofSuppressedDomain(backend)} and not (${isEndedInList} or ${hasLeft}))`

/** Whether the address of a row is suppressed. */
export const isSuppressed = sql<boolean>`exists (select 1 from suppressions x where x.hash = r.hash)`

/** What is to happen to a row of `judged`. The check and the import both use only this. */
export function outcomeOf(backend: Backend, mode: ImportMode): RawBuilder<string> {
  const updates = mode === 'update' || mode === 'replace'
  return sql<string>`case
    when r.ends_to = 'suppressed' then case when x.hash is null then 'ended' else 'known' end
    when r.ends_to = 'unsubscribed' then
      case when s.status = 'unsubscribed' or (x.hash is not null and s.id is null) then 'known' else 'ended' end
    when x.hash is not null or ${ofSuppressedDomain(backend)} then 'suppressed'
    when ${isEndedInList} or (s.id is null and ${hasLeft}) then 'left'
    when s.id is null or s.status in ('pending', 'expired') then 'added'
    when s.status = 'unsubscribed' then case when ${isRemovedByList} then 'added' else 'left' end
    ${updates ? sql`when ${differs} then 'updated'` : sql``}
    else 'known' end`
}

/** The previous values of a subscription, as JSON; null if there was none. */
export function beforeJson(backend: Backend): RawBuilder<string> {
  const object = sql.raw(backend === 'sqlite' ? 'json_object' : 'json_build_object')
  const made = sql`${object}('status', s.status, 'topics', s.topics, 'days', s.days, 'hour', s.hour, 'zone', s.time_zone,
    'changed', s.changed_at, 'ended', s.ended_at, 'link', s.ended_link, 'name', b.name, 'nameKey', b.name_key)`
  return sql<string>`case when s.id is null then null else ${backend === 'sqlite' ? made : sql`cast(${made} as text)`} end`
}
