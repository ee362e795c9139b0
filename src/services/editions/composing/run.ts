import { AppError } from '../../../core/errors.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { localDate, planned, type Planned } from '../../../core/schedule.ts'
import { openStates, type DeliveryStatus } from '../../../core/entities/states.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Stop, Edition } from '../../../core/entities/edition.ts'
import { alertSources } from '../../alerts/alert-sources.ts'
import { approvalAwaited, endorsersOf, needsPerson } from '../approvals.ts'
import { approveByRule } from './approve-by-rule.ts'
import { endDay } from './calendar.ts'
import { collect } from '../../collecting/reading/collect.ts'
import type { Collected } from '../../collecting/reading/collected.ts'
import { compose } from './compose.ts'
import type { Delivered } from '../../sending/delivery/deliver.ts'
import { deliverPatiently } from '../../sending/delivery/deliver-patiently.ts'
import type { Context } from '../../context.ts'
import { hasSpace, requireNotFull } from '../../disk/require-space.ts'
import { sendMessages } from '../../sending/outbox/send-messages.ts'
import { pauseSaid } from '../../sending/sending-pause.ts'
import { startSending } from '../../sending/delivery/start-sending.ts'
import { said, saidOf, type Refused, type Said } from '../../../core/said/said.ts'

export interface RunReport {
  digest: Digest
  edition: Edition
  /** What happened to the edition in this run. */
  outcome: 'sent' | 'nothing-to-do' | 'skipped' | 'awaiting-approval' | 'stopped' | 'open'
  says: Said
  sources: Collected[]
  delivered: Delivered | null
  /** The digest's other editions that were still being sent. */
  earlier: EarlierReport[]
  /** Milliseconds per step. */
  timings: { step: string; ms: number }[]
}

const nameOf = ({ key }: Digest, { date }: Edition): Said =>
  said('edition-name', { digest: key, date: date.toString() })

/** Milliseconds for collecting, because there is no cutoff. */
const collectAtMost = 300_000

/** What a run did for another edition of its digest. */
export interface EarlierReport {
  edition: Edition
  /** In this run; failed ones were refused or given up. */
  sent: number
  failed: number
  /** Still to be sent, and when the next can be tried. */
  open: number
  nextDue: Temporal.Instant | null
}

type Timed = <T>(step: string, work: () => Promise<T>) => Promise<T>
type Prepared = Omit<RunReport, 'earlier' | 'delivered' | 'timings'>

/**
 * All steps from collecting to delivery for one digest, at once, for its current local date: continues what an earlier run began; an
 * edition that was sent is not sent again. Open rows of the digest's other editions are also sent, or given up. Collecting ends after five
 * minutes, or when `enough` is aborted; sources not read by then are `unread`.
 */
export async function run(
  context: Context,
  digest: Digest,
  actor: Actor,
  signal: AbortSignal = new AbortController().signal,
  enough: () => AbortSignal = () => AbortSignal.timeout(collectAtMost),
): Promise<RunReport> {
  requirePermission(actor, 'run-edition', digest.id)
  const timings: RunReport['timings'] = []
  const timed: Timed = async (step, work) => {
    const begun = context.clock.now()
    const result = await work()
    timings.push({ step, ms: Math.round(context.clock.now().since(begun).total('milliseconds')) })
    return result
  }
  const prepared = await prepare(context, digest, actor, { timed, signal, enough })
  const report = { ...prepared, timings, delivered: null, earlier: [] }
  const sending = await context.store.editions.inStatus(digest.id, ['sending'])
  const all = sending.filter(({ stop }) => stop === null)
  const own = all.filter(({ id }) => id === report.edition.id)
  const others = all.filter(({ id }) => id !== report.edition.id)
  if (all.length === 0) return report
  const before = await countsOf(context, others)
  const results = await timed('deliver', () => deliverPatiently(context, [...own, ...others], signal))
  // Sends the alerts of this delivery now: if only this command runs, they would otherwise wait for the next day.
  await sendMessages(context, signal)
  const earlier = others.map((edition, index) => {
    const delivered = results[own.length + index]
    return earlierReport(edition, before[index] ?? {}, delivered)
  })
  const delivered = own.length > 0 ? (results[0] ?? null) : null
  if (!delivered) return { ...report, earlier }
  const edition = await reread(context, report.edition)
  return { ...report, edition, earlier, delivered, ...ended(digest, edition, delivered) }
}

/** Prepares the current edition for sending, or returns why it is not sent. */
async function prepare(
  context: Context,
  digest: Digest,
  actor: Actor,
  { timed, signal, enough }: { timed: Timed; signal: AbortSignal; enough: () => AbortSignal },
): Promise<Prepared> {
  const date = localDate(context.clock.now(), digest.schedule.timeZone)
  const existing = await context.store.editions.byDate(digest.id, date)
  const plan = planned(digest.schedule, date)
  if (!existing && plan?.kind === 'skipped') return skippedDay(context, digest, date, plan)
  if (!existing) requireNotFull(context)
  const sources =
    existing || !hasSpace(context)
      ? []
      : await timed('collect', () => collect(context, { signal: AbortSignal.any([signal, enough()]) }))
  await alertSources(context)
  await sendMessages(context, signal)
  const frozenAt = context.clock.now()
  const composed = existing
    ? { edition: existing, created: false }
    : await timed('compose', () =>
        compose(context, { digest, date, number: 0, frozenAt, dueAt: frozenAt }, actor),
      )
  const report = { digest, sources }

  let { edition } = composed
  if (edition.stop) return { ...report, edition, ...isStopped(digest, edition, edition.stop) }
  if (edition.status === 'draft') {
    if (needsPerson(digest, edition))
      return {
        ...report,
        edition,
        outcome: 'awaiting-approval',
        says: await waitingFor(context, digest, edition),
      }
    const approved = await timed('render', () => approveByRule(context, digest, edition))
    if (!approved.ok && approved.blocking.length > 0)
      return { ...report, edition, outcome: 'awaiting-approval', says: heldBy(digest, edition, approved) }
    if (!approved.ok) throw new AppError('conflict', saidOf(approved))
    edition = await reread(context, edition)
  }
  if (edition.status === 'approved') {
    await startSending(context, edition, true)
    edition = await reread(context, edition)
  }
  const isEnded = edition.status !== 'sending'
  const says = isEnded
    ? whyNothing(digest, edition)
    : said('run-being-sent', { name: nameOf(digest, edition) })
  const outcome = !isEnded ? 'open' : composed.created ? 'skipped' : 'nothing-to-do'
  return { ...report, edition, outcome, says }
}

function ended(
  digest: Digest,
  edition: Edition,
  { closed, nextDue }: Delivered,
): Pick<RunReport, 'outcome' | 'says'> {
  if (edition.stop) return isStopped(digest, edition, edition.stop)
  const name = nameOf(digest, edition)
  if (closed) return { outcome: 'sent', says: said('run-sent', { name }) }
  const says = nextDue
    ? said('run-open-until', { name, at: nextDue.toString({ smallestUnit: 'second' }) })
    : said('run-open', { name })
  return { outcome: 'open', says }
}

function isStopped(digest: Digest, edition: Edition, stop: Stop): Pick<RunReport, 'outcome' | 'says'> {
  const says = said('run-stopped', { name: nameOf(digest, edition), stop: pauseSaid(stop) })
  return { outcome: 'stopped', says }
}

type Counts = Delivered['counts']

async function countsOf({ store }: Context, editions: Edition[]): Promise<Counts[]> {
  const counts: Counts[] = []
  for (const { id } of editions) counts.push(await store.deliveries.counts(id))
  return counts
}

function earlierReport(edition: Edition, before: Counts, delivered: Delivered | undefined): EarlierReport {
  const counts = delivered?.counts ?? before
  const more = (status: DeliveryStatus) => (counts[status] ?? 0) - (before[status] ?? 0)
  const open = openStates.reduce((sum, status) => sum + (counts[status] ?? 0), 0)
  return { edition, sent: more('sent'), failed: more('failed'), open, nextDue: delivered?.nextDue ?? null }
}

/** A day that the calendar skips is skipped for manual runs, too. */
async function skippedDay(
  context: Context,
  digest: Digest,
  date: Temporal.PlainDate,
  plan: Planned,
): Promise<Prepared> {
  await endDay(context, digest, { date, plan }, 'skipped', plan.reason ?? '')
  const edition = await context.store.editions.byDate(digest.id, date)
  if (!edition)
    throw new AppError(
      'conflict',
      said('edition-made-elsewhere', { digest: digest.key, date: date.toString() }),
    )
  return { digest, edition, outcome: 'skipped', says: whyNothing(digest, edition), sources: [] }
}

async function reread(context: Context, edition: Edition): Promise<Edition> {
  return (await context.store.editions.byId(edition.id)) ?? edition
}

async function waitingFor(context: Context, digest: Digest, edition: Edition): Promise<Said> {
  const waits = approvalAwaited(digest, await endorsersOf(context, edition))
  const which = { digest: digest.key, date: edition.date.toString() }
  return said('run-awaiting', { name: nameOf(digest, edition), waits, ...which })
}

function heldBy(digest: Digest, edition: Edition, refusal: Refused): Said {
  const which = { digest: digest.key, date: edition.date.toString() }
  return said('run-held', { name: nameOf(digest, edition), why: saidOf(refusal), ...which })
}

function whyNothing(digest: Digest, edition: Edition): Said {
  const name = nameOf(digest, edition)
  const { status, finishedAt, reason } = edition
  if (status === 'sent')
    return finishedAt
      ? said('run-sent-before-at', { name, at: finishedAt.toString() })
      : said('run-sent-before', { name })
  return reason ? said('run-is-because', { name, status, reason }) : said('run-is', { name, status })
}
