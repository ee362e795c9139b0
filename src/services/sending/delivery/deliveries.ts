import { AppError } from '../../../core/errors.ts'
import { actorText, type Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Delivery, Settlement } from '../../../core/entities/delivery.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { said } from '../../../core/said/said.ts'

/** The deliveries of an edition, counted by outcome. */
export async function deliveryCounts({ store }: Pick<Context, 'store'>, edition: Edition) {
  return store.deliveries.counts(edition.id)
}

/**
 * The unknown deliveries of an edition, all or one address's. Throws `not-found` if there is none, `conflict` if they cannot be settled
 * that way.
 */
export async function unknownToSettle(
  { store }: { store: Pick<Repositories, 'editions' | 'deliveries'> },
  edition: Edition,
  { email, as }: { email: string | null; as: Settlement },
): Promise<Delivery[]> {
  if (as === 'queued' && (await store.editions.byId(edition.id))?.status === 'stopped')
    throw new AppError('conflict', said('stopped-not-resent'))
  const unknown = await store.deliveries.list({ editionId: edition.id, status: 'unknown', count: 1_000_000 })
  const chosen = unknown.filter((row) => email === null || row.email === email)
  if (chosen.length === 0)
    throw new AppError(
      'not-found',
      email === null ? said('no-unknown-delivery') : said('no-unknown-delivery-to', { email }),
    )
  return chosen
}

/** E-mails of unknown outcome in the digest's other editions. */
export async function heldElsewhere(
  { store }: Pick<Context, 'store'>,
  { id, digestId }: Edition,
): Promise<number> {
  return store.deliveries.unknownElsewhere(digestId, id)
}

/**
 * Settles unknown deliveries of an edition as a person decided, all or one address's. If they are to be sent again, the edition goes back
 * to `sending`. Returns the number settled; throws `not-found` if there is none.
 */
export async function resolveDeliveries(
  context: Pick<Context, 'store' | 'clock'>,
  edition: Edition,
  wanted: { email: string | null; as: Settlement; reason: string },
  actor: Actor,
): Promise<number> {
  requirePermission(actor, 'resolve-deliveries', edition.digestId)
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    await tx.editions.lock(edition.id)
    const status = (await tx.editions.byId(edition.id))?.status
    const chosen = await unknownToSettle({ store: tx }, edition, wanted)
    const reason = said('settled-as', { as: wanted.as, by: actorText(actor), why: wanted.reason })
    for (const row of chosen) await tx.deliveries.settle(row, wanted.as, { reason, at })
    if (wanted.as === 'queued') await tx.jobs.wake('deliveries')
    if (wanted.as === 'queued' && status === 'sent') await tx.editions.reopen(edition.id)
    else if (status === 'sent')
      await tx.editions.keepTotals(edition.id, await tx.deliveries.counts(edition.id))
    const subject = `edition:${edition.id}`
    const subscriber = wanted.email === null ? null : (chosen[0]?.subscriberId ?? null)
    const detail = { as: wanted.as, count: chosen.length, subscriber, reason: wanted.reason }
    await tx.audit.append({ at, actor, action: 'resolve', subject, detail })
    return chosen.length
  })
}
