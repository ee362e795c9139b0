import { setImmediate as turn } from 'node:timers/promises'
import { firstLocalHour, planned } from '../../../core/schedule.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { takeOver } from '../warm-up/take-over.ts'

/** Subscriptions per transaction: about 20 ms, so that the process can do other work in between. */
const batchSize = 2_000

/**
 * Adds the missing rows of an edition that is being sent, one batch of subscriptions per transaction, which records its progress: after a
 * kill the next call continues there, and several processes may run it at the same time.
 */
export async function fanOut(context: Pick<Context, 'store' | 'clock'>, editionId: number): Promise<void> {
  if ((await context.store.fanOuts.open(editionId)) === null) return
  // The edition may have begun just after a warm-up did.
  await takeOver(context)
  const next = () => context.store.transaction((tx) => addBatch(tx, editionId, context.clock.now()))
  while (await next()) await turn()
}

/** False once all rows exist, or the edition is no longer being sent. */
async function addBatch(
  tx: Pick<Transaction, 'fanOuts' | 'editions' | 'digests' | 'jobs'>,
  editionId: number,
  now: Temporal.Instant,
): Promise<boolean> {
  const open = await tx.fanOuts.open(editionId)
  const edition = await tx.editions.byId(editionId)
  const digest = edition && (await tx.digests.byId(edition.digestId))
  if (!open || !digest) return false
  const upTo = await tx.fanOuts.end(digest.id, open.after, batchSize)
  await tx.fanOuts.reach(editionId, upTo)
  if (upTo === null) {
    await tx.jobs.wake('deliveries')
    return false
  }
  const part = { digestId: digest.id, after: open.after, upTo }
  const { dueAt, date, warmUpId } = edition
  const from = dayBegins(digest, edition)
  const own = open.dueAt ? [] : await tx.fanOuts.ownHours(part)
  await tx.fanOuts.add(
    { id: editionId, warmUpId, weekday: date.dayOfWeek, dueAt: notBefore(now, open.dueAt ?? dueAt), now },
    part,
    own.map(({ hour, timeZone }) => {
      const zone = timeZone ?? digest.schedule.timeZone
      return { hour, timeZone, dueAt: notBefore(now, firstLocalHour(from, hour, zone)) }
    }),
  )
  return true
}

/** No row is due before it exists, because the time for its retries starts then. */
function notBefore(now: Temporal.Instant, at: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(at, now) < 0 ? now : at
}

/**
 * The start of the day in which readers' own hours are counted: the freeze, or the cutoff if the freeze was late. An hour that has passed
 * by then is due at once, not on the day of the next edition.
 */
function dayBegins({ schedule }: Pick<Digest, 'schedule'>, edition: Edition): Temporal.Instant {
  const plan = edition.number === 0 ? planned(schedule, edition.date) : null
  return plan && Temporal.Instant.compare(plan.cutoff, edition.frozenAt) < 0 ? plan.cutoff : edition.frozenAt
}
