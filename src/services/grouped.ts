import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'

/** A write that takes longer, in milliseconds, is worth a wait of one for more callers to join the next. */
const slow = 2

/**
 * Makes many callers share one write: while one batch is being written, the next gathers, so a
 * synced commit costs once for all connections that wait. `write` answers for its items in order.
 * A write begins once `enough` callers wait or no more come at once. Half of all callers is best: the others go on while
 * it is written, where a write for all of them would leave nobody to go on.
 */
export function grouped<Item, Answer>(
  write: (items: Item[]) => Promise<Answer[]>,
  enough: number,
): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = []
  let isWriting = false
  let isSlow = false

  /** Turns of the loop, two at a time, while they bring more callers: what they have ready by now joins the batch. */
  async function gather(): Promise<void> {
    if (isSlow) await wait(1)
    for (let seen = 0; seen < waiting.length && waiting.length < enough; ) {
      seen = waiting.length
      await turn()
      await turn()
    }
  }

  async function drain(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      await gather()
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
