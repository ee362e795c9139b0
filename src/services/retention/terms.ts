import { bulkUndoDays } from '../../core/entities/readers/bulk-action.ts'
import { confirmationDays } from '../../core/entities/sign-up.ts'

const days = (count: number) => Temporal.Duration.from({ hours: 24 * count })

/** How long growing data is kept, as documented in `docs/operating.md`. */
export const terms = {
  /** Bounces arrive, and people ask why, for this long. */
  deliveries: days(90),
  messages: days(90),
  /** A report that is the reason for a suppression is kept as long as that. */
  feedback: days(90),
  /** Of reports by HTTP: a report with an older signature has no effect. */
  hookTokens: days(1),
  /** The health of sources is computed from them. */
  readings: days(60),
  /** News that no edition carried. */
  news: days(90),
  /** The latest analyses may be shown however old they are. */
  analyses: days(365),
  /** A source must have been read for this long without listing a story, which otherwise would be collected again as new. */
  unlisted: days(30),
  /** E-mails and pages outlive what they show. */
  pictures: days(90),
  /** Until an unconfirmed sign-up expires, and from then until it is deleted. */
  unconfirmed: days(confirmationDays),
  expired: days(7),
  /** For people who left every digest: afterwards only a hash of the address is kept, and the proof of consent for its own term. */
  leavers: days(365),
  /** What readers were before a bulk action, which can be undone for this long. */
  bulkRows: days(bulkUndoDays),
  /** Who was admitted when, after a warm-up has ended: as long as people may ask why they got no e-mail. */
  warmUps: days(90),
  /** Attempts to sign in, and one-time links that were used or have expired. */
  signIns: days(1),
  /** The audit log has them, too. */
  approvals: days(365),
  changes: days(365),
  audit: days(365),
  /** Whoever is asked to prove consent must be able to as long as that matters (GDPR, articles 5(2) and 7(1)). */
  consent: days(3 * 365),
}
