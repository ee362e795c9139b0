import type { AccountActor } from '../../../core/entities/account.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

/** The page of a digest's day. */
export interface WatchedDay {
  digestId: number
  date: Temporal.PlainDate
}

type Deps = Pick<Context, 'store' | 'clock'>

/** How long somebody counts as there without being noted again. */
const holds = Temporal.Duration.from({ seconds: 45 })
/** How often whoever is there is to be noted, in milliseconds. */
export const notedEvery = 15_000
/** How long somebody still counts as there who has left: a page that is loaded again is back before. */
const lingers = Temporal.Duration.from({ seconds: 4 })

/** Notes that somebody has the page of a day open. */
export async function notePresence(
  { store, clock }: Deps,
  actor: AccountActor,
  day: WatchedDay,
): Promise<void> {
  requirePermission(actor, 'view-desk', day.digestId)
  const now = clock.now()
  await store.transaction((tx) => tx.presence.put(day, actor.id, { now, until: now.add(holds) }))
}

/** Notes that somebody has closed the page of a day. */
export async function endPresence(
  { store, clock }: Deps,
  actor: AccountActor,
  day: WatchedDay,
): Promise<void> {
  requirePermission(actor, 'view-desk', day.digestId)
  await store.presence.shorten(day, actor.id, clock.now().add(lingers))
}
