/** A domain whose servers asked for fewer e-mails. */
export interface Rest {
  domain: string
  until: Temporal.Instant
  /** How often in a row. */
  steps: number
}
