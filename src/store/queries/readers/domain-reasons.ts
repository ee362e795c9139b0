import type { Kysely } from 'kysely'
import type { Tables } from '../../tables/tables.ts'

export const hostOf = (email: string): string => email.slice(email.indexOf('@') + 1)

/** The reasons of suppressed domains by host: of the nearest suppressed domain that each host equals or is below. */
export async function domainReasons(
  db: Kysely<Tables>,
  rows: readonly { email: string }[],
): Promise<Map<string, string>> {
  const hosts = [...new Set(rows.map(({ email }) => hostOf(email)))]
  const found = await db
    .selectFrom('suppressed_domains')
    .select(['domain', 'subdomains', 'reason'])
    .where('domain', 'in', [...new Set(hosts.flatMap(withParents))])
    .execute()
  const known = new Map(found.map((row) => [row.domain, row]))
  return new Map(
    hosts.flatMap((host) => {
      const near = withParents(host)
        .map((domain) => known.get(domain))
        .find((row) => row && (row.domain === host || row.subdomains === 1))
      return near ? [[host, `${near.domain}: ${near.reason}`] as const] : []
    }),
  )
}

/** A host and its parents, nearest first. */
function withParents(host: string): string[] {
  const labels = host.split('.')
  return labels.map((_, at) => labels.slice(at).join('.'))
}
