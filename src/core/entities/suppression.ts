import { said, type Said } from '../said/said.ts'

/** An address that gets no e-mail. */
export interface Suppression {
  hash: string
  reason: string
  at: Temporal.Instant
  /** Known only while the person is a subscriber. */
  email: string | null
  /** What is kept of a reader who was erased is the hash alone. */
  isErased: boolean
  proof: SuppressionProof
}

/** What caused a suppression, as far as it is known. */
export interface SuppressionProof {
  /** Who, as `actorText` writes it: the program itself where a report caused it. */
  actor: string | null
  /** The bounce or complaint. */
  reportId: number | null
  /** The list. */
  importId: number | null
}

/** A domain of which no address gets e-mail. */
export interface SuppressedDomain {
  /** In ASCII and lower case. */
  domain: string
  /** Whether domains below it are meant too. */
  withSubdomains: boolean
  reason: string
  at: Temporal.Instant
  actor: string
}

/** What keeps an address from being mailed: its own suppression, or that of a domain. */
export interface InForce {
  reason: string
  at: Temporal.Instant
  /** The suppressed domain; null where it is the address alone. */
  domain: string | null
  reportId: number | null
}

/** Why an address gets no e-mail, for the ledger and for people. */
export const whySuppressed = ({ reason, domain }: Pick<InForce, 'reason' | 'domain'>): Said =>
  domain === null
    ? said('suppressed-because', { why: reason })
    : said('domain-suppressed-because', { domain, why: reason })

/** The same, of an address that somebody wants mailed. */
export const isSuppressed = (
  address: string,
  { reason, domain }: Pick<InForce, 'reason' | 'domain'>,
): Said =>
  domain === null
    ? said('is-suppressed', { address, why: reason })
    : said('domain-is-suppressed', { address, domain, why: reason })

/** How audit and notes name an address or a domain that is suppressed. */
export const addressSubject = (hash: string): string => `address:${hash}`
export const domainSubject = (domain: string): string => `domain:${domain}`

/** Something written down about a suppression. */
export interface SuppressionNote {
  at: Temporal.Instant
  /** As `actorText` writes it. */
  actor: string
  body: string
}
