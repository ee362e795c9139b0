import type { CheckResult } from '../../core/entities/check.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Events } from '../../core/ports.ts'
import type { DeliveryStatus } from '../../core/entities/states.ts'
import type { Edition } from '../../core/entities/edition.ts'
import { approvalAwaited, endorsersOf } from '../editions/approvals.ts'
import type { Transaction } from '../../store/store.ts'
import { alert } from './alert.ts'
import type { Context } from '../context.ts'
import { said, type Said } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'
import type { Alert } from '../../core/entities/messages/alert.ts'

/** Failures are reported from this share of the recipients on, and this many: an address or two fail every day. */
const failedShare = 0.05
const fewestFailures = 5
/** Findings that an alert names. */
const mostPoints = 10

type Deps = Pick<Context, 'store' | 'clock' | 'events'>
type AlertRepositories = Pick<Transaction, 'newsroom' | 'messages' | 'audit' | 'jobs'>
type Counts = Partial<Record<DeliveryStatus, number>>

const nameOf = (digest: Digest, date: Temporal.PlainDate): Said =>
  said('edition-name', { digest: digest.name, date: date.toString() })

/** Reports that an edition did not leave; in the transaction that found it. */
export async function alertMissed(
  tx: AlertRepositories,
  events: Events,
  digest: Digest,
  date: Temporal.PlainDate,
  reason: Said | string,
  at: Temporal.Instant,
): Promise<void> {
  const content = {
    subject: said('alert-missed-subject', { name: nameOf(digest, date) }),
    lead: said('alert-missed-lead', { why: reason }),
    points: [],
    advice: said('alert-missed-advice'),
  }
  await raise(tx, events, `missed:${digest.key}:${date.toString()}`, content, at)
}

/** Reports that an edition under correction ended without one; in the transaction that found it. */
export async function alertAbandoned(
  tx: AlertRepositories,
  events: Events,
  digest: Digest,
  { id, date, reason }: Pick<Edition, 'id' | 'date' | 'reason'>,
  skipped: number,
  at: Temporal.Instant,
): Promise<void> {
  const content = {
    subject: said('alert-abandoned-subject', { name: nameOf(digest, date) }),
    lead: said('alert-abandoned-lead', { skipped }),
    points: reason === null ? [] : [{ name: said('alert-why'), text: reason }],
    advice: said('alert-abandoned-advice', { digest: digest.key, date: date.toString() }),
  }
  await raise(tx, events, `abandoned:${id}`, content, at)
}

/** Reports at its hour that a draft waits for a person, and until when it still can leave. */
export async function alertUnapproved(
  { store, clock, events }: Deps,
  digest: Digest,
  edition: Edition,
  until: Temporal.Instant,
): Promise<void> {
  const { correctedAt } = edition
  const dedupe = `unapproved:${edition.id}${correctedAt ? `:${correctedAt.epochMilliseconds}` : ''}`
  if (await store.messages.wasTold(dedupe)) return
  const zone = digest.schedule.timeZone
  const time = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainTime().toString().slice(0, 5)
  const waits = approvalAwaited(digest, await endorsersOf({ store }, edition))
  const times = { due: time(edition.dueAt), waits, until: time(until), zone }
  const content = {
    subject: said('alert-unapproved-subject', { name: nameOf(digest, edition.date) }),
    lead: edition.startedAt ? said('alert-uncorrected-lead', times) : said('alert-unapproved-lead', times),
    points: [],
    advice: said('alert-unapproved-advice', { digest: digest.key, date: edition.date.toString() }),
  }
  await store.transaction((tx) => raise(tx, events, dedupe, content, clock.now()))
}

/** Reports, once a revision, that checks hold a draft which the rule would have approved. */
export async function alertHeld(
  { store, clock, events }: Deps,
  digest: Digest,
  { id, date, revision }: Pick<Edition, 'id' | 'date' | 'revision'>,
  blocking: readonly CheckResult[],
): Promise<void> {
  const dedupe = `held:${id}:${revision}`
  if (await store.messages.wasTold(dedupe)) return
  const content = {
    subject: said('alert-held-subject', { name: nameOf(digest, date) }),
    lead: said('alert-held-lead'),
    points: blocking.slice(0, mostPoints).map((result) => ({ name: result.check, text: result })),
    advice: said('alert-held-advice', { digest: digest.key, date: date.toString() }),
  }
  await store.transaction((tx) => raise(tx, events, dedupe, content, clock.now()))
}

/** Reports mails whose fate nobody knows, and of failures above a share; each once for an edition. */
export async function alertDelivery(
  { store, clock, events }: Deps,
  edition: Edition,
  counts: Counts,
): Promise<void> {
  const { unknown = 0, failed = 0, sent = 0 } = counts
  const tried = sent + failed + unknown
  const digest = await store.digests.byId(edition.digestId)
  if (!digest) return
  const at = clock.now()
  const name = nameOf(digest, edition.date)
  const which = { digest: digest.key, date: edition.date.toString() }
  const raised = [
    ...(unknown > 0 ? [{ dedupe: `unknown:${edition.id}`, content: ofUnknown(unknown, name, which) }] : []),
    ...(failed >= fewestFailures && failed >= tried * failedShare
      ? [{ dedupe: `failed:${edition.id}`, content: ofFailed(failed, tried, name, which) }]
      : []),
  ]
  if (raised.length === 0) return
  await store.transaction(async (tx) => {
    for (const { dedupe, content } of raised) await raise(tx, events, dedupe, content, at)
  })
}

type Which = { digest: string; date: string }

const ofUnknown = (count: number, name: Said, which: Which): Alert => ({
  subject: said('alert-unknown-subject', { count, name }),
  lead: said('alert-unknown-lead', { count }),
  points: [],
  advice: said('alert-unknown-advice', which),
})

const ofFailed = (count: number, tried: number, name: Said, which: Which): Alert => ({
  subject: said('alert-failed-subject', { count, name }),
  lead: said('alert-failed-lead', { count, tried }),
  points: [],
  advice: said('alert-failed-advice', which),
})

/** By mail, and in the log, which is read also where no address is set for alerts. */
async function raise(
  tx: AlertRepositories,
  events: Events,
  dedupe: string,
  content: Parameters<typeof alert>[2],
  at: Temporal.Instant,
): Promise<void> {
  if (await alert(tx, dedupe, content, at))
    events.emit({
      level: 'warn',
      name: 'edition.alert',
      message: english(said('alert-log', { subject: content.subject, lead: content.lead })),
    })
}
