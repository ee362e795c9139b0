import type { AccountActor } from '../../../core/entities/account.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'

/** The page of a digest's day. */
export interface WatchedDay {
  digestId: number
  date: Temporal.PlainDate
}

type Deps = Pick<Context, 'store' | 'clock'>

/** How long somebody counts as present without another signal. */
const holds = Temporal.Duration.from({ seconds: 45 })
/** Milliseconds between signals from an open page. */
export const notedEvery = 15_000
/** How long somebody counts as present after leaving: a reloaded page is back sooner. */
const lingers = Temporal.Duration.from({ seconds: 4 })

/** Records that somebody has the page of a day open. */
export async function notePresence(
  { store, clock }: Deps,
  actor: AccountActor,
  day: WatchedDay,
): Promise<void> {
  requirePermission(actor, 'view-desk', day.digestId)
  const now = clock.now()
  await store.transaction((tx) => tx.presence.put(day, actor.id, { now, until: now.add(holds) }))
}

/** Records that somebody has closed the page of a day. */
export async function endPresence(
  { store, clock }: Deps,
  actor: AccountActor,
  day: WatchedDay,
): Promise<void> {
  requirePermission(actor, 'view-desk', day.digestId)
  await store.presence.shorten(day, actor.id, clock.now().add(lingers))
}
