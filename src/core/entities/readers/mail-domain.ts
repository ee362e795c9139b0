/** What DNS said of a domain when it was last asked: it takes e-mails, it takes none, or nothing could be learned. */
export type DomainVerdict = 'mail' | 'no-mail' | 'unanswered'

/** What DNS said of a domain, and when. */
export interface AskedDomain {
  /** In ASCII and lower case, as addresses have it. */
  domain: string
  verdict: DomainVerdict
  askedAt: Temporal.Instant
}
