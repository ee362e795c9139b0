import { actorText, type Actor } from '../../../core/entities/actor.ts'
import { addressHash } from '../../../core/addresses/address.ts'
import type { Delivery } from '../../../core/entities/delivery.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { whySuppressed } from '../../../core/entities/suppression.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, said, type Refused } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { readReason } from '../../read-reason.ts'
import { suppressionKey } from '../../subscribers/suppression-key.ts'
import { mayLeaveAgain } from './may-send-missed.ts'

/** Final states of an e-mail. */
const ended = ['sent', 'failed', 'skipped', 'unknown'] as const

/** The state of an e-mail's ledger row when somebody decided to send it again. */
export type SeenDelivery = Pick<Delivery, 'editionId' | 'status' | 'finishedAt'>

/**
 * Sends one finished e-mail of an edition to one reader again, with a reason, under the same Message-ID, whatever its outcome was. Refuses
 * if the row has changed since it was seen, so that a form submitted twice sends one e-mail; if the reader does not want e-mail; and if the
 * edition can no longer be sent. Throws `bad-input` without a reason.
 */
export async function sendAgain(
  context: Pick<Context, 'store' | 'clock'>,
  subscription: Subscription,
  seen: SeenDelivery,
  reason: string,
  actor: Actor,
): Promise<{ ok: true } | Refused> {
  requirePermission(actor, 'resolve-deliveries', subscription.digestId)
  const why = readReason(reason)
  const hash = addressHash(await suppressionKey(context), subscription.email)
  const at = context.clock.now()
  const { editionId } = seen
  return context.store.transaction(async (tx) => {
    await tx.editions.lock(editionId)
    const edition = await tx.editions.byId(editionId)
    if (!edition || edition.digestId !== subscription.digestId) return refused('mail-changed')
    const may = await mayLeaveAgain(tx, edition)
    if (!may.ok) return may
    const wants = await wantsMail(tx, subscription.id, hash, at)
    if (!wants.ok) return wants
    const row = await tx.deliveries.of(editionId, subscription.subscriberId)
    if (!row || !isAsSeen(row, seen)) return refused('mail-changed')
    const says = said('sent-again', { by: actorText(actor), why })
    if (!(await tx.sentAgain.requeue(row, { reason: says, at }))) return refused('mail-changed')
    if (edition.status === 'sent') await tx.editions.reopen(editionId)
    const detail = { edition: edition.date.toString(), was: row.status, reply: row.reply, reason: why }
    const subject = `subscription:${subscription.id}`
    await tx.audit.append({ at, actor, action: 'send-again', subject, detail })
    await tx.jobs.wake('deliveries')
    return { ok: true }
  })
}

function isAsSeen(row: Delivery, seen: SeenDelivery): boolean {
  const isSame = row.finishedAt?.epochMilliseconds === seen.finishedAt?.epochMilliseconds
  return row.status === seen.status && isSame && ended.some((status) => status === row.status)
}

/** Whether a reader gets e-mail now; the ledger checks again before sending. */
async function wantsMail(
  tx: Pick<Transaction, 'subscribers' | 'suppressions'>,
  id: number,
  hash: string,
  at: Temporal.Instant,
): Promise<{ ok: true } | Refused> {
  const now = await tx.subscribers.byId(id)
  const suppression = await tx.suppressions.inForce(hash, now?.email ?? '')
  if (suppression) return { ok: false, ...whySuppressed(suppression) }
  if (now?.status !== 'active') return refused('unsubscribed')
  const isPaused = now.pausedUntil !== null && Temporal.Instant.compare(now.pausedUntil, at) > 0
  return isPaused ? refused('paused') : { ok: true }
}
