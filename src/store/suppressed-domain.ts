import { sql, type RawBuilder } from 'kysely'
import type { Backend } from './columns.ts'
import { domainKey, typeless } from './queries/readers/search-keys.ts'
import { reasonSql } from './reason-column.ts'

type Text = RawBuilder<unknown>

const behindDot = (backend: Backend, text: Text): Text =>
  backend === 'sqlite'
    ? sql`substr(${text}, instr(${text}, '.') + 1)`
    : sql`substr(${text}, strpos(${text}, '.') + 1)`

/** The nearest suppressed domain that a host equals or is below; null if there is none. Each parent of the host is looked up by key. */
const covering = (backend: Backend, host: Text): RawBuilder<string | null> => sql`(
  with recursive up(part) as (
    select ${host} union all select ${behindDot(backend, sql.ref('part'))} from up where part like '%.%')
  select its.domain from up join suppressed_domains its on its.domain = up.part and (its.subdomains = 1 or up.part = ${host})
  order by length(its.domain) desc limit 1)`

/** The nearest suppressed domain of an address, as SQL; null if there is none. Nearly free if no domain is suppressed. */
export const suppressedDomain = (backend: Backend, email: Text): RawBuilder<string | null> =>
  sql`case when exists (select 1 from suppressed_domains) then ${covering(backend, domainKey(backend, email))} end`

/**
 * Whether no suppression applies to a subscriber `b`, for a few rows; `host` is an expression for their domain, if there is a cheaper one. A boolean,
 * as PostgreSQL expects half of them to be true; it expects almost no text to be null, and would then sort all rows instead of reading them in order.
 */
export const isNotSuppressed = (
  backend: Backend,
  host: Text = domainKey(backend, sql.ref('b.email')),
): RawBuilder<boolean> =>
  sql`(not exists (select 1 from suppressions x where x.hash = b.hash)
    and case when exists (select 1 from suppressed_domains) then ${covering(backend, host)} is null else true end)`

/**
 * The hosts that suppressed domains cover, each once: the domains themselves, and readers' hosts below them. Only the latter need all readers to be
 * read. Materialized, so that each of their hosts is looked up once.
 */
export const suppressedHosts = (backend: Backend): RawBuilder<unknown> => sql`(
  with h as materialized (
    select distinct ${domainKey(backend, sql.ref('c.email'))} as host from subscribers c
    where exists (select 1 from suppressed_domains where subdomains = 1))
  select ${typeless(backend, sql.ref('d.domain'))} as host from suppressed_domains d
  union select h.host from h where ${covering(backend, sql.ref('h.host'))} is not null)`

/** Whether no suppressed domain covers an address, for many rows. */
export const isOfNoSuppressedDomain = (backend: Backend, email: Text): RawBuilder<boolean> =>
  sql`(not exists (select 1 from suppressed_domains)
    or ${domainKey(backend, email)} not in ${suppressedHosts(backend)})`

/** Why an e-mail is skipped because of a suppressed domain `r`, in stored form. */
export const domainReason = (backend: Backend): RawBuilder<string> =>
  reasonSql(
    backend,
    { code: 'domain-suppressed-because' },
    { domain: sql.ref('r.domain'), why: sql.ref('r.reason') },
  )
