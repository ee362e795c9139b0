import { AppError } from '../../../core/errors.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import type { Totals } from '../../../core/entities/delivery.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Repositories } from '../../../store/store.ts'
import { alertAbandoned } from '../../alerts/alert-ended.ts'
import type { Context } from '../../context.ts'
import { refused, said, type Reason, type Refused } from '../../../core/said/said.ts'

export interface Abandoned {
  /** Rows by outcome, after abandoning. */
  counts: Totals
  /** False if no e-mail was sent: then the next edition takes its stories. */
  carried: boolean
}

const open = ['draft', 'approved', 'sending'] as const

/**
 * Ends an edition that is stopped or being corrected: its waiting rows are skipped with the reason, by default that of the stop. Refused if
 * it is neither, or has ended.
 */
export async function abandonEdition(
  { store, clock, events }: Pick<Context, 'store' | 'clock' | 'events'>,
  edition: Edition,
  reason: string | null,
  actor: Actor,
): Promise<({ ok: true } & Abandoned) | Refused> {
  requirePermission(actor, 'stop-edition', edition.digestId)
  return store.transaction(async (tx) => {
    await tx.editions.lock(edition.id)
    const current = await tx.editions.byId(edition.id)
    if (!current?.stop && !current?.correctedAt) return refused('edition-not-stopped-or-corrected')
    const { status } = current
    if (!open.some((one) => one === status)) return refused('edition-is-by-now', { status })
    const why = reason ?? current.stop?.reason ?? said('correction-given-up')
    const at = clock.now()
    const abandoned = await abandonIn(tx, current, why, actor, at)
    const skipped = abandoned.counts.skipped ?? 0
    await alertAbandoned(tx, events, { ...current, reason: why }, { skipped, by: actor }, at)
    return { ok: true, ...abandoned }
  })
}

/** The same in a transaction that has locked the edition. Throws `conflict` if it has ended. */
export async function abandonIn(
  tx: Pick<Repositories, 'editions' | 'deliveries' | 'audit'>,
  { id, status }: Edition,
  reason: Reason,
  by: Actor,
  at: Temporal.Instant,
): Promise<Abandoned> {
  const from = open.find((one) => one === status)
  if (!from) throw new AppError('conflict', said('edition-is-by-now', { status }))
  await tx.deliveries.skipOpen(id, said('stopped-because', { why: reason }), at)
  const counts = await tx.deliveries.counts(id)
  const carried = (counts.sent ?? 0) + (counts.unknown ?? 0) + (counts.inflight ?? 0) > 0
  if (!(await tx.editions.abandon(id, from, { reason, carried, at })))
    throw new AppError('conflict', said('edition-is-by-now', { status }))
  await tx.audit.append({
    at,
    actor: by,
    action: 'abandon',
    subject: `edition:${id}`,
    detail: { reason, counts },
  })
  return { counts, carried }
}
