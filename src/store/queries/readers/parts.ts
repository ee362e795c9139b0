import { sql, type RawBuilder } from 'kysely'
import type { AddressFlagName } from '../../../core/entities/readers/reader-flag.ts'
import type { ReaderFilter } from '../../../core/entities/readers/reader-filter.ts'
import type { DeliveryStatus, SubscriptionStatus } from '../../../core/entities/states.ts'
import { toMs, type Backend } from '../../columns.ts'
import { suppressedHosts } from '../../suppressed-domain.ts'
import { isIn } from './ledger-status.ts'
import { anywhere, conditionsOf, hasFlag } from './conditions.ts'
import { addressKey, afterPrefix, domainKey, keyOfText, nameKey, typeless } from './search-keys.ts'

/**
 * A part of a filtered list that one index yields in order, without sorting; the list is its parts one after the other. `from` has
 * subscriptions as `s` and subscribers as `b`; rows are ordered by `key`, if there is one, and `id`.
 */
export interface Part {
  from: RawBuilder<unknown>
  where: RawBuilder<unknown>[]
  key: RawBuilder<string | number> | null
  id: RawBuilder<string | number>
  direction: 'asc' | 'desc'
  /**
   * On PostgreSQL, which cannot order by two tables from their indexes: the table whose rows each have a key, read one by one, and which of
   * them. `from` and `where` then yield the rows of one key.
   */
  each?: { from: RawBuilder<unknown>; where: RawBuilder<unknown> }
  /** Which of them is text; the other is a number. */
  text?: 'key' | 'id'
}

type Found = Pick<Part, 'from' | 'key' | 'id' | 'direction' | 'text' | 'each'> & {
  where?: RawBuilder<unknown>[]
  /** The filter field whose condition is already part of it. */
  by?: keyof ReaderFilter
  /** Where it has the domain of a reader once for all of its readers. */
  host?: RawBuilder<unknown>
}

const statuses: readonly SubscriptionStatus[] = ['active', 'pending', 'unsubscribed', 'expired']

// On SQLite, `cross join` keeps this order of tables; PostgreSQL chooses its own.
const bySubscriber = sql`subscribers b cross join subscriptions s`
const bySubscription = sql`subscriptions s cross join subscribers b`
const sameReader = sql`s.subscriber_id = b.id`

/** The parts of a filtered list, by the narrowest index available. */
export function partsOf(backend: Backend, filter: ReaderFilter, now: Temporal.Instant): Part[] {
  return foundBy(backend, filter, now).map(({ by, host, ...found }) => ({
    ...found,
    // Stated twice, a condition would make PostgreSQL expect almost no rows, and sort.
    where: [
      sameReader,
      ...(found.where ?? []),
      ...Object.entries(conditionsOf(backend, filter, now, host)).flatMap(([field, condition]) =>
        field === by ? [] : [condition],
      ),
    ],
  }))
}

function foundBy(backend: Backend, filter: ReaderFilter, now: Temporal.Instant): Found[] {
  const { text, outcome, flag, importId, tagId, state, from, until } = filter
  if (text?.kind === 'prefix') return byPrefix(backend, text.value)
  if (text) return [bySubstring(backend, text.value)]
  if (outcome && outcome.status !== 'none') return [byOutcome(outcome.editionId, outcome.status)]
  if (flag !== null) return [flag === 'no-mail' ? byDomain(backend) : byFlag(flag)]
  if (importId !== null) return [byImport(importId)]
  if (tagId !== null) return [byTag(tagId)]
  if (state === 'suppressed') return [bySuppression, bySuppressedDomain(backend)]
  if (state === 'paused') return [byPause(now)]
  if (from || until) return [byDate]
  return statusesOf(filter).map(byStatus)
}

function statusesOf({ state, outcome }: ReaderFilter): readonly SubscriptionStatus[] {
  if (state === 'mailed' || outcome?.status === 'none') return ['active']
  if (state === 'pending') return ['pending']
  return state === 'left' ? ['unsubscribed'] : statuses
}

/** Addresses with this prefix, then domains, then names, each reader once. */
function byPrefix(backend: Backend, text: string): Found[] {
  const typed = keyOfText(text)
  const isDomain = typed.startsWith('@')
  const prefix = isDomain ? typed.slice(1) : typed
  const address = addressKey(backend, sql.ref('b.email'))
  const domain = domainKey(backend, sql.ref('b.email'))
  const begins = (key: RawBuilder<string>, value = prefix) =>
    sql`${key} >= ${value} and ${key} < ${afterPrefix(value)}`
  const part = (key: RawBuilder<string>, ...others: RawBuilder<string>[]): Found => ({
    from: bySubscriber,
    key,
    id: sql`b.id`,
    direction: 'asc',
    text: 'key',
    where: [begins(key), ...apart(others)],
  })
  const apart = (others: RawBuilder<string>[]) => others.map((other) => sql`not (${begins(other)})`)
  if (isDomain) return [part(domain)]
  const name = sql<string>`b.name_key`
  const ofName = [sql`b.name_key is not null`, begins(name, nameKey(text.trim()))]
  return [
    part(address),
    part(domain, address),
    { ...part(name), where: [...ofName, ...apart([address, domain])] },
  ]
}

function bySubstring(backend: Backend, text: string): Found {
  const pattern = anywhere(keyOfText(text))
  // SQLite's LIKE ignores the case of ASCII letters.
  const address = backend === 'sqlite' ? sql`b.email` : addressKey(backend, sql.ref('b.email'))
  return {
    from: bySubscriber,
    key: null,
    id: sql`b.id`,
    direction: 'desc',
    where: [
      sql`(${address} like ${pattern} escape '\\' or b.name_key like ${anywhere(nameKey(text.trim()))} escape '\\')`,
    ],
  }
}

const byOutcome = (editionId: number, status: DeliveryStatus): Found => ({
  by: 'outcome',
  from: sql`deliveries o cross join subscribers b cross join subscriptions s`,
  key: null,
  id: sql`o.subscriber_id`,
  direction: 'asc',
  where: [sql`o.edition_id = ${editionId} and ${isIn(status)} and b.id = o.subscriber_id`],
})

/** By the partial index of an address flag. */
const byFlag = (flag: AddressFlagName): Found => ({
  by: 'flag',
  from: bySubscriber,
  key: null,
  id: sql`b.id`,
  direction: 'desc',
  where: [hasFlag(flag)],
})

/** By the partial index of domains that do not accept e-mail, then that of readers by domain. */
function byDomain(backend: Backend): Found {
  const domains = { from: sql`mail_domains n`, where: sql`n.verdict = 'no-mail'` }
  return { by: 'flag', ...ofDomains(backend, domains, sql.ref('n.domain')) }
}

/** Readers of each of some domains, one domain after the other. */
function ofDomains(
  backend: Backend,
  domains: NonNullable<Part['each']>,
  domain: RawBuilder<string>,
  where: RawBuilder<unknown>[] = [],
): Found {
  const isOfDomain = sql`${domainKey(backend, sql.ref('b.email'))} = ${typeless(backend, domain)}`
  return {
    key: domain,
    id: sql`b.id`,
    direction: 'asc',
    text: 'key',
    host: domain,
    ...(backend === 'sqlite'
      ? {
          from: sql`${domains.from} cross join ${bySubscriber}`,
          where: [domains.where, isOfDomain, ...where],
        }
      : { from: bySubscriber, where: [isOfDomain, ...where], each: domains }),
  }
}

/** In the order of the list, in which each has one row per digest. */
const byImport = (importId: number): Found => ({
  by: 'importId',
  from: sql`import_readers m cross join subscribers b cross join subscriptions s`,
  key: null,
  id: sql`m.n`,
  direction: 'asc',
  where: [
    sql`m.import_id = ${importId} and m.outcome <> 'undone' and b.id = m.subscriber_id and s.digest_id = m.digest_id`,
  ],
})

const byTag = (tagId: number): Found => ({
  by: 'tagId',
  from: sql`reader_tags g cross join subscribers b cross join subscriptions s`,
  key: null,
  id: sql`g.subscriber_id`,
  direction: 'desc',
  where: [sql`g.tag_id = ${tagId} and b.id = g.subscriber_id`],
})

const bySuppression: Found = {
  by: 'state',
  from: sql`suppressions n cross join subscribers b cross join subscriptions s`,
  key: sql`n.created_at`,
  id: sql`n.hash`,
  direction: 'desc',
  text: 'id',
  where: [sql`b.hash = n.hash`],
}

/** Those who are not suppressed themselves, but whose domain is. */
function bySuppressedDomain(backend: Backend): Found {
  const hosts = { from: sql`${suppressedHosts(backend)} n`, where: sql`1 = 1` }
  const isNotByAddress = sql`not exists (select 1 from suppressions x where x.hash = b.hash)`
  return { by: 'state', ...ofDomains(backend, hosts, sql.ref('n.host'), [isNotByAddress]) }
}

const byPause = (now: Temporal.Instant): Found => ({
  from: bySubscription,
  key: sql`s.paused_until`,
  id: sql`s.id`,
  direction: 'asc',
  where: [sql`s.paused_until > ${toMs(now)}`],
})

const byDate: Found = { from: bySubscription, key: sql`s.created_at`, id: sql`s.id`, direction: 'desc' }

const byStatus = (status: SubscriptionStatus): Found => ({
  from: bySubscription,
  key: null,
  id: sql`s.id`,
  direction: 'desc',
  where: [sql`s.status = ${sql.lit(status)}`],
})
