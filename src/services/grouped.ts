import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'

/** A write that takes longer, in milliseconds, is worth a wait of one for more callers to join the next. */
const slow = 2

/**
 * Makes many callers share one write: while one batch is being written, the next gathers, so a
 * synced commit costs once for all connections that wait. `write` answers for its items in order.
 */
export function grouped<Item, Answer>(
  write: (items: Item[]) => Promise<Answer[]>,
): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = []
  let isWriting = false
  let isSlow = false

  async function drain(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      // A turn of the loop first: what other connections have ready by now joins the batch.
      await (isSlow ? wait(1) : turn())
      const begun = performance.now()
      const batch = waiting
      waiting = []
      try {
        const answers = await write(batch.map((entry) => entry.item))
        for (const [index, entry] of batch.entries()) entry.resolve(answers[index] as Answer)
      } catch (error) {
        for (const entry of batch) entry.reject(error)
      }
      isSlow = performance.now() - begun > slow
    }
    isWriting = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isWriting) void drain()
    })
}
