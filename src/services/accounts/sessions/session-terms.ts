/** How long a session holds. `docs/accounts.md` has it for people. */
export const sessionTerms = {
  /** Nobody has asked for a page for so long. */
  idle: Temporal.Duration.from({ hours: 12 }),
  /** From the sign-in on, however busy. */
  absolute: Temporal.Duration.from({ hours: 7 * 24 }),
  /** To do what is left of a sign-in. */
  steps: Temporal.Duration.from({ minutes: 20 }),
  /** Since the sign-in, for what needs a fresh one. */
  fresh: Temporal.Duration.from({ minutes: 10 }),
  /** How exactly it is known when somebody was last there. */
  seen: Temporal.Duration.from({ minutes: 1 }),
}

/** Whether so much time has not yet passed since an instant. A clock that was set back makes nothing younger than new. */
export function isWithin(since: Temporal.Instant, term: Temporal.Duration, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, since.add(term)) < 0
}
