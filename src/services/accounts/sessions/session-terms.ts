/** How long a session lasts, as documented in `docs/accounts.md`. */
export const sessionTerms = {
  /** Without any request for a page. */
  idle: Temporal.Duration.from({ hours: 12 }),
  /** From the sign-in on, regardless of activity. */
  absolute: Temporal.Duration.from({ hours: 7 * 24 }),
  /** For the remaining steps of a sign-in. */
  steps: Temporal.Duration.from({ minutes: 20 }),
  /** Since the sign-in, for what requires a fresh one. */
  fresh: Temporal.Duration.from({ minutes: 10 }),
  /** Precision of the time of the last activity. */
  seen: Temporal.Duration.from({ minutes: 1 }),
}

/** Whether less than this time has passed since an instant. A clock that was set back makes nothing younger than new. */
export function isWithin(since: Temporal.Instant, term: Temporal.Duration, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, since.add(term)) < 0
}
