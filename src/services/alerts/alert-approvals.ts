import type { Actor } from '../../core/entities/actor.ts'
import type { CheckResult } from '../../core/entities/check.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Edition } from '../../core/entities/edition.ts'
import { said } from '../../core/said/said.ts'
import type { Transaction } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { approvalAwaited, endorsersOf, needsPerson } from '../editions/approvals.ts'
import { aboutDigest, doneTo, nameOf, pageOf, raise, timeOf, which } from './about-edition.ts'
import { alert } from './alert.ts'

/** Findings listed in an alert. */
const mostPoints = 10

type Deps = Pick<Context, 'store' | 'clock' | 'events'>

/** Reports at its hour that a draft needs a person's approval, and until when it can still be sent. */
export async function alertUnapproved(
  { store, clock, events }: Deps,
  digest: Digest,
  edition: Edition,
  until: Temporal.Instant,
): Promise<void> {
  const { correctedAt } = edition
  const dedupe = `unapproved:${edition.id}${correctedAt ? `:${correctedAt.epochMilliseconds}` : ''}`
  if (await store.messages.wasAlerted(dedupe)) return
  const waits = approvalAwaited(digest, await endorsersOf({ store }, edition))
  const zone = digest.schedule.timeZone
  const times = { due: timeOf(digest, edition.dueAt), waits, until: timeOf(digest, until), zone }
  const content = {
    subject: said('alert-unapproved-subject', { name: nameOf(digest, edition.date) }),
    lead: edition.startedAt ? said('alert-uncorrected-lead', times) : said('alert-unapproved-lead', times),
    points: [],
    advice: said('alert-unapproved-advice', which(digest, edition.date)),
    page: pageOf(digest, edition),
  }
  const event = { dedupe, about: aboutDigest('needs-approval', digest) }
  await store.transaction((tx) => raise(tx, events, event, content, clock.now()))
}

/** Reports, once per revision, that checks block a draft which the rule would have approved. */
export async function alertHeld(
  { store, clock, events }: Deps,
  digest: Digest,
  edition: Edition,
  blocking: readonly CheckResult[],
): Promise<void> {
  const dedupe = `held:${edition.id}:${edition.revision}`
  if (await store.messages.wasAlerted(dedupe)) return
  const content = {
    subject: said('alert-held-subject', { name: nameOf(digest, edition.date) }),
    lead: said('alert-held-lead'),
    points: blocking.slice(0, mostPoints).map((result) => ({ name: result.check, text: result })),
    advice: said('alert-held-advice', which(digest, edition.date)),
    page: pageOf(digest, edition, 'checks'),
  }
  const event = { dedupe, about: aboutDigest('needs-approval', digest) }
  await store.transaction((tx) => raise(tx, events, event, content, clock.now()))
}

/**
 * Reports that an approved edition is a draft again, through a change or because somebody revoked the approval; call it in that
 * transaction. If the system approves, it will do so again, and nobody is alerted.
 */
export async function alertApprovalLost(
  tx: Transaction,
  approved: Edition,
  how: 'changed' | 'taken-back',
  by: Actor,
  at: Temporal.Instant,
): Promise<void> {
  const done = await doneTo(tx, approved, by)
  if (!done || !needsPerson(done.digest, approved)) return
  const { digest, person } = done
  const { id, date } = approved
  const revision = approved.revision + 1
  const due = timeOf(digest, (await tx.editions.byId(id))?.dueAt ?? approved.dueAt)
  const params = { person, revision, due, zone: digest.schedule.timeZone }
  const content = {
    subject: said('alert-approval-lost-subject', { name: nameOf(digest, date) }),
    lead: how === 'changed' ? said('alert-changed-lead', params) : said('alert-taken-back-lead', params),
    points: [],
    advice: said('alert-approval-lost-advice', which(digest, date)),
    page: pageOf(digest, approved),
  }
  const dedupe = `approval-lost:${id}:${revision}`
  await alert(tx, { dedupe, about: aboutDigest('approval-lost', digest), by }, content, at)
}
