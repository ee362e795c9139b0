/** How fast mails may leave, over all processes together. Null: as the server takes them. */
export interface Limits {
  perMinute: number | null
  /** Mails over one connection; then another is opened. */
  perConnection: number | null
  /** By the domain of the recipients; `*` stands for each domain that has none of its own. */
  domains: Record<string, DomainLimit>
}

export interface DomainLimit {
  perMinute: number | null
  /** At the same time. */
  connections: number | null
}

export const noLimits: Limits = { perMinute: null, perConnection: null, domains: {} }

const noDomainLimit: DomainLimit = { perMinute: null, connections: null }

export function domainLimit({ domains }: Limits, domain: string): DomainLimit {
  // A domain may have the name of what every object has.
  const own = Object.hasOwn(domains, domain) ? domains[domain] : undefined
  return own ?? domains['*'] ?? noDomainLimit
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

/** Leaves are handed out a second's worth at a time, one at least: so many, for so many milliseconds. */
export function slice(perMinute: number): { count: number; ms: number } {
  const count = Math.max(1, Math.floor(perMinute / 60))
  return { count, ms: Math.ceil((count * 60_000) / perMinute) }
}
