import type { DeliveryStatus } from '../../../core/entities/states.ts'

/** The outcomes of deliveries in the order in which a page shows them; those under way are shown as one. */
const order = ['sent', 'deferred', 'failed', 'unknown', 'waiting', 'skipped'] as const

export interface ShownOutcome {
  /** For its mark; `key` is for its words. */
  name: (typeof order)[number]
  key: string
  count: number
}

/** Counts by outcome, without those that are 0. */
export function outcomesOf(counts: Partial<Record<DeliveryStatus, number>>): ShownOutcome[] {
  const { queued = 0, claimed = 0, inflight = 0, ...ended } = counts
  const all = { ...ended, waiting: queued + claimed + inflight }
  return order.flatMap((name) => {
    const count = all[name] ?? 0
    return count > 0 ? [{ name, key: `outcome-${name}`, count }] : []
  })
}
