import type { Context } from '../context.ts'
import { inBatches } from './batches.ts'

type Deps = Pick<Context, 'store' | 'progress'>

/** Editions whose deliveries and blocks are old, and how many deliveries. */
export interface OldDeliveries {
  /** Their totals stay. */
  editions: number
  deliveries: number
}

export async function countDeliveries({ store }: Deps, before: Temporal.Instant): Promise<OldDeliveries> {
  const editions = await store.retention.editions(before)
  const counts = await Promise.all(editions.map((id) => store.deliveries.counts(id)))
  const deliveries = counts.flatMap((count) => Object.values(count)).reduce((sum, count) => sum + count, 0)
  return { editions: editions.length, deliveries }
}

/** Deletes deliveries of ended editions, with their blocks and variants. An edition with unknown e-mails that wait for a person stays. Throws as `inBatches` does. */
export async function deleteDeliveries(
  { store, progress }: Deps,
  before: Temporal.Instant,
  signal: AbortSignal,
): Promise<OldDeliveries> {
  const editions = await store.retention.editions(before)
  let deliveries = 0
  for (const [index, id] of editions.entries()) {
    // Once some rows are deleted, counting them no longer yields the totals.
    if (!(await store.editions.byId(id))?.totals)
      await store.editions.keepTotals(id, await store.deliveries.counts(id))
    deliveries += await inBatches((count) => store.retention.deleteDeliveries(id, count), signal)
    await store.retention.deleteContents(id)
    progress.step('delete', index + 1, editions.length)
  }
  return { editions: editions.length, deliveries }
}
