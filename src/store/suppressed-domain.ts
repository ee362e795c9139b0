import { sql, type RawBuilder } from 'kysely'
import type { Backend } from './columns.ts'
import { reasonSql } from './reason-column.ts'

type Text = RawBuilder<unknown>

const ofLabels = sql.lit('abcdefghijklmnopqrstuvwxyz0123456789-')
const ofDomains = sql.lit('abcdefghijklmnopqrstuvwxyz0123456789-.')

/** What stands behind the @ of an address as it is stored, with its domain in ASCII. */
const hostOf = (email: Text): RawBuilder<string> =>
  sql`substr(${email}, length(rtrim(${email}, ${ofDomains})) + 1)`

/** The nearest suppressed domain that a host is, or is below; null where there is none. Each of the host's parents is looked up by the key. */
const covering = (host: Text): RawBuilder<string | null> => sql`(
  with recursive up(part) as (
    select ${host} union all select substr(ltrim(part, ${ofLabels}), 2) from up where part like '%.%')
  select its.domain from up join suppressed_domains its on its.domain = up.part and (its.subdomains = 1 or up.part = ${host})
  order by length(its.domain) desc limit 1)`

/** The nearest suppressed domain of an address, as SQL; null where there is none. It costs next to nothing where no domain is suppressed. */
export const suppressedDomain = (email: Text): RawBuilder<string | null> =>
  sql`case when exists (select 1 from suppressed_domains) then ${covering(hostOf(email))} end`

/** Whether a subscriber `b` is to be mailed as far as suppressions go, for a few rows. */
export const isNotSuppressed = sql<boolean>`(not exists (select 1 from suppressions x where x.hash = b.hash)
  and ${suppressedDomain(sql.ref('b.email'))} is null)`

/** The hosts of readers that a suppressed domain covers; `host` is that of a subscriber `c`. Each is looked up once. */
export const suppressedHosts = (host: Text): RawBuilder<unknown> => sql`(
  select h.host from (select distinct ${host} as host from subscribers c where exists (select 1 from suppressed_domains)) h
  where ${covering(sql.ref('h.host'))} is not null)`

/** Whether no suppressed domain covers an address, for many rows. */
export const isOfNoSuppressedDomain = (email: Text): RawBuilder<boolean> =>
  sql`(not exists (select 1 from suppressed_domains)
    or ${hostOf(email)} not in ${suppressedHosts(hostOf(sql.ref('c.email')))})`

/** Why an e-mail is skipped because of a suppressed domain `r`, as a reason's column holds it. */
export const domainReason = (backend: Backend): RawBuilder<string> =>
  reasonSql(
    backend,
    { code: 'domain-suppressed-because' },
    { domain: sql.ref('r.domain'), why: sql.ref('r.reason') },
  )
