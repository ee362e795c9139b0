import { editionsToSend, sendDue, sendPart } from '../../services/sending/delivery/send-due.ts'
import type { Handler } from './handler.ts'

/** Sends editions: one that takes hours stays with its run and does not delay others. */
export function deliveries(): Handler {
  const underWay = new Set<number>()
  return {
    run: (context, signal) => sendDue(context, signal, underWay),
    isConcurrent: true,
    shared: {
      atOnce: 6,
      parts: async (context) => (await editionsToSend(context)).map(({ edition }) => edition.id),
      runPart: sendPart,
    },
  }
}
