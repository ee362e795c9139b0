import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { DeliveryStatus } from '../../../core/entities/states.ts'
import type { Item } from '../../../core/entities/sheet.ts'
import { editionPath } from '../../../core/links.ts'
import type { RecordedEntry } from '../../../core/entities/audit.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { nameActors } from '../../accounts/name-actors.ts'
import type { Context } from '../../context.ts'
import { countReaders } from '../count-readers.ts'
import { goneAndWaiting, type GoneAndWaiting } from '../stopping/gone-and-waiting.ts'
import { findViewed, type ViewedPlace } from './find-viewed.ts'
import { leftOut, type LeftOutStory } from './stories/left-out.ts'

/** One edition with its history. */
export interface ShownEdition extends GoneAndWaiting {
  digest: Digest
  edition: Edition
  counts: Partial<Record<DeliveryStatus, number>>
  /** How many it would go to now, at most. */
  readers: number
  carried: Item[]
  left: LeftOutStory[]
  /** Newest first, with people's names. */
  approvals: { revision: number; name: string; at: Temporal.Instant }[]
  /** The name of who stopped it. */
  stoppedBy: string
  /** Newest first, with people's names. */
  history: (Omit<RecordedEntry, 'detail'> & { reason: string })[]
  /** Path of its web version below the public URL; null while it is not public. */
  webPath: string | null
}

const mostHistory = 100

/** What an edition carried, what it left out and why, its approvals, its deliveries by outcome, and what was done to it. */
export async function showEdition(
  context: Pick<Context, 'store' | 'clock' | 'renderer'>,
  actor: Actor,
  place: ViewedPlace,
): Promise<ShownEdition> {
  const { digest, edition } = await findViewed(context, actor, place)
  const { store } = context
  const ledger = await store.deliveries.counts(edition.id)
  const counts = Object.keys(ledger).length > 0 ? ledger : (edition.totals ?? {})
  const approvals = await store.revisions.approvals(edition.id)
  const history = await store.audit.of(`edition:${edition.id}`, mostHistory)
  const stoppedBy = edition.stop?.by ?? ''
  const name = await nameActors(context, [
    ...approvals.map((approval) => approval.name),
    ...history.map((entry) => entry.actor),
    stoppedBy,
  ])
  const published = await store.webPieces.published(
    digest.key,
    edition.date,
    edition.number,
    context.clock.now(),
  )
  return {
    digest,
    edition,
    counts,
    ...goneAndWaiting(counts),
    readers: await countReaders(context, edition),
    carried: await store.contents.items(edition.id),
    left: await leftOut(context, edition, null),
    approvals: approvals.map((approval) => ({ ...approval, name: name(approval.name) })),
    stoppedBy: name(stoppedBy),
    history: history.map(({ at, actor: by, action, detail }) => ({
      at,
      actor: name(by),
      action,
      reason: typeof detail['reason'] === 'string' ? detail['reason'] : '',
    })),
    webPath: published ? editionPath({ ...edition, key: digest.key }) : null,
  }
}
