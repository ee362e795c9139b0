import { waitingStates, type DeliveryStatus } from '../../../core/entities/states.ts'

/** E-mails of an edition that were sent or are in flight, and those whose body has not begun to be sent. */
export interface GoneAndWaiting {
  gone: number
  waiting: number
}

export function goneAndWaiting(counts: Partial<Record<DeliveryStatus, number>>): GoneAndWaiting {
  const { sent = 0, unknown = 0, inflight = 0 } = counts
  return {
    gone: sent + unknown + inflight,
    waiting: waitingStates.reduce((sum, status) => sum + (counts[status] ?? 0), 0),
  }
}
