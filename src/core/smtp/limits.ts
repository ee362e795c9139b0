/** How fast e-mails may be sent, by all processes together. Null: as fast as the server accepts them. */
export interface Limits {
  perMinute: number | null
  /** E-mails over one connection before another is opened. */
  perConnection: number | null
  /** By the recipients' domain; `*` applies to each domain without its own entry. */
  domains: Record<string, DomainLimit>
}

export interface DomainLimit {
  perMinute: number | null
  /** Simultaneous connections. */
  connections: number | null
}

export const noLimits: Limits = { perMinute: null, perConnection: null, domains: {} }

const noDomainLimit: DomainLimit = { perMinute: null, connections: null }

export function domainLimit({ domains }: Limits, domain: string): DomainLimit {
  // A domain may have the name of an inherited property.
  const own = Object.hasOwn(domains, domain) ? domains[domain] : undefined
  return own ?? domains['*'] ?? noDomainLimit
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

/** Permits to send are issued for about a second at a time, at least one: `count` of them for `ms` milliseconds. */
export function slice(perMinute: number): { count: number; ms: number } {
  const count = Math.max(1, Math.floor(perMinute / 60))
  return { count, ms: Math.ceil((count * 60_000) / perMinute) }
}
