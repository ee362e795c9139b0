import { reasonOf } from '../../core/errors.ts'
import type { Digest } from '../../core/newsroom.ts'
import { localDate, planned } from '../../core/schedule.ts'
import type { Edition } from '../../store/editions.ts'
import type { SourceRecord } from '../../store/sources.ts'
import { alertMissed, alertUnapproved } from '../alerts/alert-editions.ts'
import { alertSources } from '../alerts/alert-sources.ts'
import { approve } from './approve.ts'
import { endDay, type PlannedDay } from './calendar.ts'
import { collect, isOn } from '../collecting/collect.ts'
import { compose } from './compose.ts'
import type { House } from '../house.ts'
import { startSending } from '../sending/start-sending.ts'

const actor = 'system'
/** Sources are read this often, and once more shortly before a cutoff. */
const collectEvery = Temporal.Duration.from({ minutes: 15 })
/** Sick sources are told so long before a cutoff. */
const alertAhead = Temporal.Duration.from({ hours: 2 })
const beforeCutoff = Temporal.Duration.from({ minutes: 3 })
const daysBack = 7

const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0

/**
 * Makes and starts what is due now, computed from the store alone: run twice, the second finds nothing to do. What is
 * started is sent by `sendDue`. A fault of one digest is told as an event and holds up no other.
 */
export async function tick(house: House, signal: AbortSignal): Promise<void> {
  if ((await house.store.newsroom.get()) === null) return
  const digests = await house.store.digests.list()
  const each = async (work: (digest: Digest) => Promise<void>): Promise<void> => {
    for (const digest of digests) {
      if (signal.aborted) return
      await work(digest).catch((error: unknown) => {
        const message = `${digest.key}: ${reasonOf(error)}`
        house.events.emit({ level: 'error', name: 'digest.failed', message })
      })
    }
  }
  // What is ready does not wait for slow sources.
  await each((digest) => advanceAll(house, digest))
  await collectDue(house, digests)
  await alertBeforeCutoff(house, digests)
  await each(async (digest) => {
    for (const day of missingDays(house, digest, await lastDate(house, digest)))
      await composeOn(house, digest, day)
    await advanceAll(house, digest)
  })
}

/** Reads the sources whose turn it is; shortly before a cutoff each once more, whatever it said of staying as it is. */
async function collectDue(house: House, digests: Digest[]): Promise<void> {
  const now = house.clock.now()
  const nearCutoff = digests.some((digest) => hasCutoffWithin(digest, now, beforeCutoff))
  const isDue = ({ checkedAt, retryAt, freshUntil }: SourceRecord): boolean => {
    if (retryAt && isAfter(retryAt, now)) return false
    if (!nearCutoff && freshUntil && isAfter(freshUntil, now)) return false
    return checkedAt === null || !isAfter(checkedAt.add(nearCutoff ? beforeCutoff : collectEvery), now)
  }
  const due = (await house.store.sources.list()).filter((source) => isOn(source) && isDue(source))
  if (due.length > 0) await collect(house, isDue)
}

/** While there is still time to mend a source before the next edition is frozen. */
async function alertBeforeCutoff(house: House, digests: Digest[]): Promise<void> {
  const now = house.clock.now()
  if (digests.some((digest) => hasCutoffWithin(digest, now, alertAhead))) await alertSources(house, actor)
}

function hasCutoffWithin({ schedule }: Digest, now: Temporal.Instant, ahead: Temporal.Duration): boolean {
  const today = localDate(now, schedule.timeZone)
  return [0, 1, 2].some((days) => {
    const plan = planned(schedule, today.add({ days }))
    return plan?.kind === 'edition' && isAfter(plan.cutoff, now) && !isAfter(plan.cutoff, now.add(ahead))
  })
}

async function lastDate({ store }: House, digest: Digest): Promise<Temporal.PlainDate | null> {
  return (await store.editions.newestScheduled(digest.id))?.date ?? null
}

/** Planned dates whose cutoff has passed since the digest began and that have no edition yet. */
function missingDays(house: House, digest: Digest, last: Temporal.PlainDate | null): PlannedDay[] {
  const now = house.clock.now()
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

async function composeOn(house: House, digest: Digest, day: PlannedDay): Promise<void> {
  const { date, plan } = day
  const { cutoff, sendAt: dueAt } = plan
  const now = house.clock.now()
  if (plan.kind === 'skipped') return endDay(house, digest, day, 'skipped', plan.reason)
  if (isAfter(now, latest(digest, dueAt)))
    return endDay(house, digest, day, 'missed', `nothing ran from its cutoff until ${now.toString()}`)
  // Asleep at the cutoff: what came since belongs to this edition, or it would wait a day more.
  const isLate = isAfter(now, cutoff.add(beforeCutoff))
  if (isLate) await collect(house)
  const frozenAt = isLate ? house.clock.now() : cutoff
  await compose(house, { digest, date, number: 0, frozenAt, dueAt }, actor)
}

/** An edition later than this is `missed`: readers take the next one. */
function latest({ schedule }: Digest, dueAt: Temporal.Instant): Temporal.Instant {
  return dueAt.add({ hours: schedule.catchUp })
}

async function advanceAll(house: House, digest: Digest): Promise<void> {
  const now = house.clock.now()
  for (const edition of await house.store.editions.inStatus(digest.id, ['draft', 'approved']))
    if (!isAfter(edition.dueAt, now)) await advance(house, digest, edition, now)
}

/** Moves a due edition on: to its readers, to `missed` where it is too late, or to a person who has to approve it. */
async function advance(house: House, digest: Digest, edition: Edition, now: Temporal.Instant): Promise<void> {
  const isDraft = edition.status === 'draft'
  const until = latest(digest, edition.dueAt)
  if (isAfter(now, until)) {
    const reason = isDraft
      ? 'it was not approved in time'
      : `nothing ran from its hour until ${now.toString()}`
    await miss(house, digest, edition, reason)
  } else if (isDraft && digest.approval === 'manual') await alertUnapproved(house, digest, edition, until)
  else {
    if (isDraft) await approve(house, edition, actor)
    await startSending(house, edition, false)
  }
}

async function miss(
  { store, clock, events }: House,
  digest: Digest,
  { id, status, date }: Edition,
  reason: string,
): Promise<void> {
  await store.transaction(async (tx) => {
    if (!(await tx.editions.move(id, status, 'missed', { reason }))) return
    await alertMissed(tx, events, digest, date, reason, clock.now())
  })
}
