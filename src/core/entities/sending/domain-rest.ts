/** A domain that gets no e-mails for a while, because its servers asked for fewer. */
export interface Rest {
  domain: string
  until: Temporal.Instant
  /** The number of consecutive times. */
  steps: number
}
