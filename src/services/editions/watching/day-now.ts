import type { Actor } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import type { WatchedDay } from './presence.ts'

/** What is polled to see whether the page of a day is up to date. */
export interface DayNow {
  /** Null before the freeze. */
  edition: Edition | null
  /** Checks overridden for its revision, which does not raise it. */
  passed: string[]
  /** The newest change of the day. */
  change: number
  /** The newest collected story. */
  story: number
  /** Who has the page of the day open, by account. */
  present: { account: number; name: string }[]
}

/** The current state of a day: a few rows, read by their keys. */
export async function dayNow(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  day: WatchedDay,
): Promise<DayNow> {
  requirePermission(actor, 'view-desk', day.digestId)
  const edition = await store.editions.byDate(day.digestId, day.date)
  const passed = edition ? await store.passedChecks.of(edition.id, edition.revision) : []
  return {
    edition,
    passed: passed.map(({ check }) => check),
    change: await store.changes.newestOfDay(day.digestId, day.date),
    story: await store.stories.newest(),
    present: await store.presence.of(day, clock.now()),
  }
}
