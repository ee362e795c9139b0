/** The result of the last DNS look-up of a domain: it accepts e-mail, it does not, or nothing was learned. */
export type DomainVerdict = 'mail' | 'no-mail' | 'unanswered'

/** The last DNS look-up of a domain. */
export interface AskedDomain {
  /** In ASCII and lower case, as in addresses. */
  domain: string
  verdict: DomainVerdict
  askedAt: Temporal.Instant
}
