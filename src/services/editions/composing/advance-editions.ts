import { systemActor } from '../../../core/entities/actor.ts'
import { reasonOf } from '../../../core/errors.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import { localDate, planned } from '../../../core/schedule.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { alertUnapproved } from '../../alerts/alert-approvals.ts'
import { alertAbandoned, alertMissed } from '../../alerts/alert-ended.ts'
import { needsPerson } from '../approvals.ts'
import { approveByRule } from './approve-by-rule.ts'
import { endDay, type PlannedDay } from './calendar.ts'
import { abandonIn } from '../stopping/abandon-edition.ts'
import { collect } from '../../collecting/reading/collect.ts'
import { unreadLately } from '../../collecting/reading/collect-due.ts'
import { compose } from './compose.ts'
import type { Context } from '../../context.ts'
import { hasSpace, isFull } from '../../disk/require-space.ts'
import { startSending } from '../../sending/delivery/start-sending.ts'
import { said, type Said } from '../../../core/said/said.ts'

const actor = systemActor
/** How long after its cutoff an edition counts as late. */
const lateAfter = Temporal.Duration.from({ minutes: 3 })
const daysBack = 7
/** Milliseconds that a late edition waits for its sources. */
const lateCollecting = 120_000

const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0

/**
 * Makes and starts what is due now, computed from the store alone: a second run finds nothing to do. `sendDue` sends what is started;
 * sources are read at the same time (`collectDue`), and nothing here waits for them. An error in one digest is reported as an event and
 * does not affect others. On a full disk nothing new is started, so that the remaining space is left for editions being sent.
 */
export async function advanceEditions(context: Context, signal: AbortSignal): Promise<void> {
  if (isFull(context)) return
  await eachDigest(context, signal, async (digest) => {
    await advanceAll(context, digest)
    for (const day of await missingDays(context, digest)) {
      // Later editions are made after a late one.
      if (dayStateOf(context, digest, day) === 'late') break
      await composeOn(context, digest, day)
    }
    await advanceAll(context, digest)
  })
}

/**
 * Makes editions whose cutoff passed while nothing was running: stories published since then belong to them, or would wait another day. So
 * the sources are read first, for at most two minutes or until `enough` is aborted.
 */
export async function catchUp(
  context: Context,
  signal: AbortSignal,
  enough: () => AbortSignal = () => AbortSignal.timeout(lateCollecting),
): Promise<void> {
  if (isFull(context)) return
  const late: Digest[] = []
  await eachDigest(context, signal, async (digest) => {
    const days = await missingDays(context, digest)
    if (days.some((day) => dayStateOf(context, digest, day) === 'late')) late.push(digest)
  })
  if (late.length === 0) return
  const which = unreadLately(context.clock.now())
  if (hasSpace(context)) await collect(context, { which, signal: AbortSignal.any([signal, enough()]) })
  await eachDigest(context, signal, async (digest) => {
    if (!late.some(({ id }) => id === digest.id)) return
    for (const day of await missingDays(context, digest)) await composeOn(context, digest, day)
    await advanceAll(context, digest)
  })
}

async function eachDigest(
  context: Context,
  signal: AbortSignal,
  work: (digest: Digest) => Promise<void>,
): Promise<void> {
  if ((await context.store.newsroom.get()) === null) return
  for (const digest of await context.store.digests.list()) {
    if (signal.aborted) return
    await work(digest).catch((error: unknown) => {
      const message = `${digest.key}: ${reasonOf(error)}`
      context.events.emit({ name: 'digest.failed', message, data: { digest: digest.key } })
    })
  }
}

async function lastDate(
  { store }: Pick<Context, 'store'>,
  digest: Digest,
): Promise<Temporal.PlainDate | null> {
  return (await store.editions.newestScheduled(digest.id))?.date ?? null
}

/** Planned dates since the digest began whose cutoff has passed and that have no edition yet. */
export async function missingDays(
  context: Pick<Context, 'store' | 'clock'>,
  digest: Digest,
): Promise<PlannedDay[]> {
  const now = context.clock.now()
  const last = await lastDate(context, digest)
  const today = localDate(now, digest.schedule.timeZone)
  const earliest = today.subtract({ days: daysBack })
  const first = last && Temporal.PlainDate.compare(last, earliest) > 0 ? last.add({ days: 1 }) : earliest
  const count = first.until(today).days + 2
  return Array.from({ length: Math.max(count, 0) }, (_, days) => first.add({ days })).flatMap((date) => {
    const plan = planned(digest.schedule, date)
    return plan && !isAfter(plan.cutoff, now) && isAfter(plan.cutoff, digest.createdAt)
      ? [{ date, plan }]
      : []
  })
}

/** The state of a day whose cutoff has passed. */
function dayStateOf(
  context: Context,
  digest: Digest,
  { plan }: PlannedDay,
): 'skipped' | 'missed' | 'late' | 'due' {
  const now = context.clock.now()
  if (plan.kind === 'skipped') return 'skipped'
  if (isAfter(now, latest(digest, plan.sendAt))) return 'missed'
  return isAfter(now, plan.cutoff.add(lateAfter)) ? 'late' : 'due'
}

async function composeOn(context: Context, digest: Digest, day: PlannedDay): Promise<void> {
  const { date, plan } = day
  const now = context.clock.now()
  const state = dayStateOf(context, digest, day)
  if (state === 'skipped') return endDay(context, digest, day, 'skipped', plan.reason ?? '')
  if (state === 'missed')
    return endDay(context, digest, day, 'missed', said('missed-nothing-ran', { until: now.toString() }))
  const frozenAt = state === 'late' ? now : plan.cutoff
  await compose(context, { digest, date, number: 0, frozenAt, dueAt: plan.sendAt }, actor)
}

/** An edition later than this is `missed`: readers get the next one. */
function latest({ schedule }: Digest, dueAt: Temporal.Instant): Temporal.Instant {
  return dueAt.add({ hours: schedule.catchUp })
}

/** The same for an existing edition: extended by the time that it was stopped, and counted from the start of its correction. */
function latestOf(digest: Digest, { dueAt, correctedAt, stoppedFor }: Edition): Temporal.Instant {
  return correctedAt && isAfter(correctedAt, dueAt)
    ? latest(digest, correctedAt)
    : latest(digest, dueAt).add(stoppedFor)
}

async function advanceAll(context: Context, digest: Digest): Promise<void> {
  const now = context.clock.now()
  for (const edition of await context.store.editions.inStatus(digest.id, ['draft', 'approved']))
    if (!edition.stop && !isAfter(edition.dueAt, now)) await advance(context, digest, edition, now)
}

/** Advances a due edition: starts to send it, marks it as `missed` if it is too late, or leaves it for a person to approve. */
async function advance(
  context: Context,
  digest: Digest,
  edition: Edition,
  now: Temporal.Instant,
): Promise<void> {
  const isDraft = edition.status === 'draft'
  const until = latestOf(digest, edition)
  if (isAfter(now, until)) {
    const reason = isDraft
      ? said('missed-unapproved')
      : said('missed-nothing-sent', { until: now.toString() })
    await miss(context, digest, edition, reason)
  } else if (isDraft && needsPerson(digest, edition)) await alertUnapproved(context, digest, edition, until)
  else {
    if (isDraft && !(await approveByRule(context, digest, edition)).ok) return
    await startSending(context, edition, false)
  }
}

/** An edition that was partly sent, and not corrected in time, is abandoned rather than missed. */
async function miss(
  { store, clock, events }: Context,
  digest: Digest,
  { id, status, date, number }: Edition,
  reason: Said,
): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.editions.lock(id)
    const current = await tx.editions.byId(id)
    if (current?.status !== status || current.stop) return
    if (current.startedAt) {
      const { counts } = await abandonIn(tx, current, reason, actor, clock.now())
      return alertAbandoned(tx, events, { ...current, reason }, { skipped: counts.skipped ?? 0 }, clock.now())
    }
    if (!(await tx.editions.miss(id, reason))) return
    await alertMissed(tx, events, digest, { date, number }, reason, clock.now())
  })
}
