import { bulkUndoDays } from '../../core/entities/readers/bulk-action.ts'
import { confirmationDays } from '../../core/entities/sign-up.ts'

const days = (count: number) => Temporal.Duration.from({ hours: 24 * count })

/** How long what grows is kept. `docs/operating.md` has them for people, with what each means. */
export const terms = {
  /** Bounces come back, and people ask why, for so long. */
  deliveries: days(90),
  messages: days(90),
  /** What suppresses an address stays as long as that does. */
  feedback: days(90),
  /** What came with a report by HTTP: a report that was signed longer ago has no effect. */
  hookTokens: days(1),
  /** The health of sources is computed from them. */
  readings: days(60),
  /** News that no edition carried. */
  news: days(90),
  /** The latest analyses may be shown however old they are. */
  analyses: days(365),
  /** A source must have been read for so long without listing a story, or it would come in as a new one. */
  unlisted: days(30),
  /** Mails and pages outlive what they show. */
  pictures: days(90),
  /** Until a sign-up that nobody confirmed expires, and from then until it is deleted. */
  unconfirmed: days(confirmationDays),
  expired: days(7),
  /** Of people who left every digest: then a hash of the address is left, and the proof of consent for its own term. */
  leavers: days(365),
  /** What readers were before something was done to many of them at once; so long it can be undone. */
  bulkRows: days(bulkUndoDays),
  /** Who was admitted when, once a warm-up has ended: as long as people ask why they got no e-mail. */
  warmUps: days(90),
  /** Attempts to sign in, and one-time links that were used or have ended. */
  signIns: days(1),
  /** The audit log has them too. */
  approvals: days(365),
  changes: days(365),
  audit: days(365),
  /** Who is asked whether somebody consented has to show it as long as that counts (GDPR, articles 5(2) and 7(1)). */
  consent: days(3 * 365),
}
