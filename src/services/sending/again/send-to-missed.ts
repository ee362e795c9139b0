import type { Actor } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { SafeReason } from '../../../core/entities/readers/missed.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { missedEdition } from '../../subscribers/readers/missed.ts'
import { maySendMissed } from './may-send-missed.ts'

/** Rows per transaction. */
const batchSize = 2_000

/**
 * Sends an edition now to those who missed it for a reason that no longer applies; returns how many. Repeated or concurrent calls queue
 * nobody twice: the ledger has one row per reader, and only rows that ended without being accepted are reset.
 */
export async function sendToMissed(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { id, digestId }: Edition,
  reason: SafeReason,
  actor: Actor,
): Promise<{ ok: true; count: number } | Refused> {
  requirePermission(actor, 'resolve-deliveries', digestId)
  let total = 0
  for (;;) {
    const queued = await store.transaction(async (tx) => {
      const at = clock.now()
      await tx.editions.lock(id)
      const edition = await tx.editions.byId(id)
      const missed = edition && missedEdition(edition)
      if (!edition || !missed) return refused('edition-not-sent', { status: edition?.status ?? '' })
      const may = await maySendMissed(tx, edition)
      if (!may.ok) return may
      const count = await tx.sentAgain.queueMissed(missed, reason, at, batchSize)
      if (count === 0) return { ok: true, count } as const
      if (edition.status === 'sent') await tx.editions.reopen(id)
      const detail = { reason, count }
      await tx.audit.append({ at, actor, action: 'send-to-missed', subject: `edition:${id}`, detail })
      await tx.jobs.wake('deliveries')
      return { ok: true, count } as const
    })
    if (!queued.ok) return queued
    total += queued.count
    if (queued.count < batchSize) return { ok: true, count: total }
  }
}
