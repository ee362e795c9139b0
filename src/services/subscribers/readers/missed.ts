import type { Actor } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import {
  isSafe,
  missedReasons,
  type MissedEdition,
  type MissedReason,
} from '../../../core/entities/readers/missed.ts'
import {
  mostCounted,
  type ReaderCursor,
  type ReaderPage,
} from '../../../core/entities/readers/reader-filter.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { maySendMissed } from '../../sending/again/may-send-missed.ts'
import type { ReaderCount } from './list-readers.ts'

/** Readers who got nothing of an edition, by reason. */
export interface MissedCount extends ReaderCount {
  reason: MissedReason
  /** How many of them it can be sent to now; 0 if that is not safe. */
  safe: ReaderCount
}

/** The properties of an edition that decide who missed it; null before sending has begun. */
export function missedEdition({ id, digestId, date, startedAt, warmUpId }: Edition): MissedEdition | null {
  return startedAt && { id, digestId, weekday: date.dayOfWeek, startedAt, warmUpId }
}

const upTo = (count: number): ReaderCount => ({
  count: Math.min(count, mostCounted),
  isMore: count > mostCounted,
})

/** Who got nothing of an edition, counted by reason up to 10,000 each, without reasons that nobody has. */
export async function countMissed(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  digest: Digest,
  edition: Edition,
): Promise<MissedCount[]> {
  requirePermission(actor, 'view-readers', digest.id)
  const missed = missedEdition(edition)
  if (!missed) return []
  const maySend = (await maySendMissed(store, edition)).ok
  const counts = await Promise.all(
    missedReasons.map(async (reason): Promise<MissedCount> => {
      const count = await store.readers.countMissed(missed, reason, mostCounted)
      const safe =
        maySend && isSafe(reason)
          ? await store.readers.countSafe(missed, reason, clock.now(), mostCounted)
          : 0
      return { reason, ...upTo(count), safe: upTo(safe) }
    }),
  )
  return counts.filter(({ count }) => count > 0)
}

/** A page of those who got nothing of an edition for a reason. */
export async function listMissed(
  { store }: Pick<Context, 'store'>,
  actor: Actor,
  { digest, edition, reason }: { digest: Digest; edition: Edition; reason: MissedReason },
  { after, count }: { after: ReaderCursor | null; count: number },
): Promise<ReaderPage> {
  requirePermission(actor, 'view-readers', digest.id)
  const missed = missedEdition(edition)
  return missed ? store.readers.missed(missed, reason, after, count) : { rows: [], next: null }
}
