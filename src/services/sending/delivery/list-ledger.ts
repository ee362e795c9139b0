import type { DeliveryStatus } from '../../../core/entities/states.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Context } from '../../context.ts'
import type { Reason } from '../../../core/said/said.ts'

/** A row of the ledger with the names that people know its edition by. */
export interface LedgerRow {
  digest: string
  date: string
  number: number
  email: string | null
  status: DeliveryStatus
  attempts: number
  dueAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
  reply: string | null
  reason: Reason | null
}

/** Rows of one edition, or of all, newest edition first. */
export async function listLedger(
  context: Pick<Context, 'store'>,
  filter: { edition: Edition | null; status: DeliveryStatus | null; count: number },
): Promise<LedgerRow[]> {
  const { edition, status, count } = filter
  const rows = await context.store.deliveries.list({ editionId: edition?.id ?? null, status, count })
  const digests = new Map((await context.store.digests.list()).map((digest) => [digest.id, digest.key]))
  const editions = new Map<number, Edition | null>()
  for (const { editionId } of rows)
    if (!editions.has(editionId)) editions.set(editionId, await context.store.editions.byId(editionId))
  return rows.map(({ editionId, email, status, attempts, dueAt, finishedAt, reply, reason }) => {
    const of = editions.get(editionId)
    return {
      digest: digests.get(of?.digestId ?? 0) ?? '',
      date: of?.date.toString() ?? '',
      number: of?.number ?? 0,
      email,
      status,
      attempts,
      dueAt,
      finishedAt,
      reply,
      reason,
    }
  })
}
