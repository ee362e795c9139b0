import type { Digest } from '../core/newsroom.ts'
import { cutoffInstant, localDate, publishesOn, sendInstant } from '../core/schedule.ts'
import type { Edition } from '../store/editions.ts'
import type { SourceRecord } from '../store/sources.ts'
import { alertSources } from './alert-sources.ts'
import { approve } from './approve.ts'
import { collect, isOn } from './collect.ts'
import { compose } from './compose.ts'
import { deliver } from './deliver.ts'
import type { House } from './house.ts'
import { sendMessages } from './send-messages.ts'
import { startSending } from './start-sending.ts'

const actor = 'system'
/** Sources are read this often, and once more shortly before a cutoff. */
const collectEvery = Temporal.Duration.from({ minutes: 15 })
/** Sick sources are told so long before a cutoff. */
const alertAhead = Temporal.Duration.from({ hours: 2 })
const beforeCutoff = Temporal.Duration.from({ minutes: 3 })
/** An edition later than this is `missed`: readers take the next one. */
const catchUp = Temporal.Duration.from({ hours: 6 })
const daysBack = 7

const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0

/** Does all that is due now, computed from the store alone: run twice, the second finds nothing to do. */
export async function tick(house: House, signal: AbortSignal): Promise<void> {
  if ((await house.store.newsroom.get()) === null) return
  const digests = await house.store.digests.list()
  await collectDue(house, digests)
  await alertBeforeCutoff(house, digests)
  await sendMessages(house, signal)
  for (const digest of digests) {
    for (const date of missingDates(house, digest, await lastDate(house, digest)))
      await composeOn(house, digest, date)
    for (const edition of await house.store.editions.inStatus(digest.id, ['draft', 'approved', 'sending'])) {
      if (signal.aborted) return
      await advance(house, digest, edition, signal)
    }
  }
}

/** Reads the sources whose turn it is; shortly before a cutoff each once more, whatever it said of staying as it is. */
async function collectDue(house: House, digests: Digest[]): Promise<void> {
  const now = house.clock.now()
  const nearCutoff = digests.some((digest) => {
    const today = localDate(now, digest.schedule.timeZone)
    return [today, today.add({ days: 1 })].some((date) => {
      const cutoff = cutoffInstant(digest.schedule, date)
      return isAfter(cutoff, now) && !isAfter(cutoff, now.add(beforeCutoff))
    })
  })
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
  const isNear = digests.some(({ schedule }) => {
    const today = localDate(now, schedule.timeZone)
    return [today, today.add({ days: 1 })].some((date) => {
      const cutoff = cutoffInstant(schedule, date)
      return publishesOn(schedule, date) && isAfter(cutoff, now) && !isAfter(cutoff, now.add(alertAhead))
    })
  })
  if (isNear) await alertSources(house, actor)
}

async function lastDate({ store }: House, digest: Digest): Promise<Temporal.PlainDate | null> {
  return (await store.editions.newestScheduled(digest.id))?.date ?? null
}

/** Publishing dates whose cutoff has passed since the digest began and that have no edition yet. */
function missingDates(house: House, digest: Digest, last: Temporal.PlainDate | null): Temporal.PlainDate[] {
  const now = house.clock.now()
  const today = localDate(now, digest.schedule.timeZone)
  const earliest = today.subtract({ days: daysBack })
  const after = last && Temporal.PlainDate.compare(last, earliest) > 0 ? last.add({ days: 1 }) : earliest
  const dates: Temporal.PlainDate[] = []
  for (
    let date = after;
    Temporal.PlainDate.compare(date, today.add({ days: 1 })) <= 0;
    date = date.add({ days: 1 })
  ) {
    const cutoff = cutoffInstant(digest.schedule, date)
    if (publishesOn(digest.schedule, date) && !isAfter(cutoff, now) && isAfter(cutoff, digest.createdAt))
      dates.push(date)
  }
  return dates
}

async function composeOn(house: House, digest: Digest, date: Temporal.PlainDate): Promise<void> {
  const cutoff = cutoffInstant(digest.schedule, date)
  const dueAt = sendInstant(digest.schedule, date)
  const now = house.clock.now()
  // Asleep at the cutoff: what came since belongs to this edition, or it would wait a day more.
  const isLate = isAfter(now, cutoff.add(beforeCutoff))
  if (isAfter(now, dueAt.add(catchUp))) {
    await house.store.editions.createMissed(
      { digestId: digest.id, date, number: 0, opensAt: cutoff, frozenAt: cutoff, dueAt, createdAt: now },
      `nothing ran from its cutoff until ${now.toString()}`,
    )
    return
  }
  if (isLate) await collect(house)
  await compose(
    house,
    { digest, date, number: 0, frozenAt: isLate ? house.clock.now() : cutoff, dueAt },
    actor,
  )
}

async function advance(house: House, digest: Digest, edition: Edition, signal: AbortSignal): Promise<void> {
  const now = house.clock.now()
  if (isAfter(edition.dueAt, now) && edition.status !== 'sending') return
  if (edition.status === 'draft') {
    if (isAfter(now, edition.dueAt.add(catchUp)))
      await house.store.editions.move(edition.id, 'draft', 'missed', {
        reason: 'it was not approved in time',
      })
    else if (digest.approval === 'auto') {
      await approve(house, edition, actor)
      await startAndSend(house, digest, edition, signal)
    }
  } else await startAndSend(house, digest, edition, signal)
}

async function startAndSend(
  house: House,
  digest: Digest,
  edition: Edition,
  signal: AbortSignal,
): Promise<void> {
  await startSending(house, digest, edition, false)
  const current = await house.store.editions.byId(edition.id)
  if (current?.status === 'sending') await deliver(house, current, signal)
}
