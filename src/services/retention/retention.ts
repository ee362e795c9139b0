import { systemActor, type Actor } from '../../core/entities/actor.ts'
import { requirePermission } from '../../core/permissions.ts'
import { sessionTerms } from '../accounts/sessions/session-terms.ts'
import type { Context } from '../context.ts'
import { keepOldWebVersions } from '../editions/viewing/web-version/keep-old-web-versions.ts'
import { inBatches } from './batches.ts'
import { countConsent, deleteConsent } from './old-consent.ts'
import { countDeliveries, deleteDeliveries } from './old-deliveries.ts'
import { countLeavers, shrinkLeavers } from './old-leavers.ts'
import { countPictures, deletePictures } from './old-pictures.ts'
import { countSignUps, deleteSignUps } from './old-sign-ups.ts'
import { countStories, deleteStories } from './old-stories.ts'
import { terms } from './terms.ts'

/** How much of each kind is old enough to be deleted, or was deleted. */
export interface Retained {
  /** Editions whose deliveries are deleted; their totals stay. */
  editions: number
  deliveries: number
  messages: number
  /** Bounces, complaints and automatic replies. */
  feedback: number
  /** Tokens of reports by HTTP. */
  hookTokens: number
  readings: number
  stories: number
  pictures: number
  /** Sessions, one-time links and attempts that have ended. */
  signIns: number
  /** Unconfirmed sign-ups. */
  signUps: number
  /** People who left every digest. */
  leavers: number
  /** Readers of bulk actions that cannot be undone any more. */
  bulkRows: number
  /** Readers of warm-ups that have ended. */
  warmUpReaders: number
  /** Who approved what. */
  approvals: number
  /** What editors did to editions. */
  changes: number
  audit: number
}

/** What was deleted, and the bytes returned to the file system. */
export interface Deleted extends Retained {
  freed: number
}

/** The share of a database that may stay free, because the next edition uses it again. */
const usedAgain = 0.1

type Deps = Pick<Context, 'store' | 'clock' | 'progress'>
type DeletingDeps = Deps & Pick<Context, 'settings' | 'renderer' | 'events' | 'disk'>

/** Counts what `deleteOld` would delete now; changes nothing. */
export async function countOld(context: Deps): Promise<Retained> {
  const { store } = context
  const now = context.clock.now()
  return {
    ...(await countDeliveries(context, now.subtract(terms.deliveries))),
    messages: await store.retention.countMessages(now.subtract(terms.messages)),
    feedback: await store.feedback.countBefore(now.subtract(terms.feedback)),
    hookTokens: await store.hookTokens.countBefore(now.subtract(terms.hookTokens)),
    readings: await store.retention.countReadings(now.subtract(terms.readings)),
    stories: await countStories(context, now),
    pictures: await countPictures(context, now),
    signIns: await store.signIns.countEnded(endedBy(now)),
    signUps: await countSignUps(context, now),
    leavers: await countLeavers(context, now),
    bulkRows: await store.bulkActions.countRows(now.subtract(terms.bulkRows)),
    warmUpReaders: await store.warmUpReaders.countBefore(now.subtract(terms.warmUps)),
    approvals: await store.retention.countApprovals(now.subtract(terms.approvals)),
    changes: await store.changes.countBefore(now.subtract(terms.changes)),
    audit:
      (await store.retention.countAudit(now.subtract(terms.audit))) +
      (await countConsent(context, now.subtract(terms.consent))),
  }
}

/**
 * Deletes what is older than the term of its kind, in small batches, and returns the space to the file system: all of it, or if the disk
 * has space, all except the share `keeps` of the database. If it is interrupted, the next call continues; throws the
 * reason of `signal` if that interrupts it.
 */
export async function deleteOld(
  context: DeletingDeps,
  actor: Actor,
  keeps = 0,
  signal: AbortSignal = new AbortController().signal,
): Promise<Deleted> {
  requirePermission(actor, 'delete-old', null)
  const { retention, audit, changes, feedback, bulkActions, hookTokens, warmUpReaders } = context.store
  const now = context.clock.now()
  const batches = (deleteSome: (count: number) => Promise<number>) => inBatches(deleteSome, signal)
  // Web versions are made from blocks, which are deleted below.
  await keepOldWebVersions(context)
  const deleted: Retained = {
    ...(await deleteDeliveries(context, now.subtract(terms.deliveries), signal)),
    messages: await batches((count) => retention.deleteMessages(now.subtract(terms.messages), count)),
    feedback: await batches((count) => feedback.deleteBefore(now.subtract(terms.feedback), count)),
    hookTokens: await hookTokens.deleteBefore(now.subtract(terms.hookTokens)),
    readings: await batches((count) => retention.deleteReadings(now.subtract(terms.readings), count)),
    stories: await deleteStories(context, now, signal),
    pictures: await deletePictures(context, now, signal),
    signIns: await context.store.signIns.deleteEnded(endedBy(now)),
    signUps: await deleteSignUps(context, now, signal),
    leavers: await shrinkLeavers(context, now, signal),
    bulkRows: await batches((count) => bulkActions.deleteRows(now.subtract(terms.bulkRows), count)),
    warmUpReaders: await batches((count) => warmUpReaders.deleteBefore(now.subtract(terms.warmUps), count)),
    approvals: await retention.deleteApprovals(now.subtract(terms.approvals)),
    changes: await batches((count) => changes.deleteBefore(now.subtract(terms.changes), count)),
    audit:
      (await batches((count) => retention.deleteAudit(now.subtract(terms.audit), count))) +
      (await deleteConsent(context, now.subtract(terms.consent), signal)),
  }
  if (Object.values(deleted).some((count) => count > 0))
    await audit.append({
      at: now,
      actor,
      action: 'delete-old',
      subject: 'old-rows',
      detail: { ...deleted },
    })
  return { ...deleted, freed: await giveSpaceBack(context, keeps) }
}

/** Slow for a large database, in steps between which others write. */
function giveSpaceBack({ store, disk, settings }: DeletingDeps, keeps: number): Promise<number> {
  const spare = disk.spare(settings.dataFolder) ?? Infinity
  return store.giveBack({ keeps: spare === 0 ? 0 : keeps, spare })
}

const endedBy = (now: Temporal.Instant) => ({
  now,
  idleSince: now.subtract(sessionTerms.idle),
  before: now.subtract(terms.signIns),
})

/** Runs once a day (UTC), when the scheduler wakes, and stops between two batches once `signal` is aborted. */
export async function deleteOldDaily(context: DeletingDeps, signal: AbortSignal): Promise<void> {
  const today = context.clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString()
  if ((await context.store.newsroom.setting('retention-day')) === today) return
  try {
    await deleteOld(context, systemActor, usedAgain, signal)
  } catch (error) {
    if (error === signal.reason) return
    throw error
  }
  await context.store.newsroom.putSetting('retention-day', today)
}
