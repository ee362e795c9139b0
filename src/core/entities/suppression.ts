import { said, type Said } from '../said/said.ts'

/** An address that receives no e-mail. */
export interface Suppression {
  hash: string
  reason: string
  at: Temporal.Instant
  /** Known only for subscribers. */
  email: string | null
  /** Of an erased reader only the hash is kept. */
  isErased: boolean
  proof: SuppressionProof
}

/** What caused a suppression, as far as known. */
export interface SuppressionProof {
  /** Who, as `actorText` writes it: the system if a report caused it. */
  actor: string | null
  /** The bounce or complaint, if one caused it. */
  reportId: number | null
  /** The import, if one caused it. */
  importId: number | null
}

/** A domain whose addresses receive no e-mail. */
export interface SuppressedDomain {
  /** In ASCII and lower case. */
  domain: string
  /** Whether its subdomains are included. */
  withSubdomains: boolean
  reason: string
  at: Temporal.Instant
  actor: string
}

/** What prevents e-mail to an address: its own suppression, or that of its domain. */
export interface InForce {
  reason: string
  at: Temporal.Instant
  /** The suppressed domain; null if it is the address alone. */
  domain: string | null
  reportId: number | null
}

/** Why an address receives no e-mail, for the ledger and for people. */
export const whySuppressed = ({ reason, domain }: Pick<InForce, 'reason' | 'domain'>): Said =>
  domain === null
    ? said('suppressed-because', { why: reason })
    : said('domain-suppressed-because', { domain, why: reason })

/** The same, for an address to which somebody wants to send. */
export const isSuppressed = (
  address: string,
  { reason, domain }: Pick<InForce, 'reason' | 'domain'>,
): Said =>
  domain === null
    ? said('is-suppressed', { address, why: reason })
    : said('domain-is-suppressed', { address, domain, why: reason })

/** The subject under which audit and notes refer to a suppressed address or domain. */
export const addressSubject = (hash: string): string => `address:${hash}`
export const domainSubject = (domain: string): string => `domain:${domain}`

/** A note about a suppression. */
export interface SuppressionNote {
  at: Temporal.Instant
  /** As `actorText` writes it. */
  actor: string
  body: string
}
