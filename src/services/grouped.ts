/**
 * Makes many callers share one write: while one batch is being written, the next gathers, so a
 * synced commit costs once for all connections that wait. `write` answers for its items in order.
 */
export function grouped<Item, Answer>(
  write: (items: Item[]) => Promise<Answer[]>,
): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = []
  let isWriting = false

  async function drain(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const answers = await write(batch.map((entry) => entry.item))
        for (const [index, entry] of batch.entries()) entry.resolve(answers[index] as Answer)
      } catch (error) {
        for (const entry of batch) entry.reject(error)
      }
    }
    isWriting = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      // A turn of the loop later, so that callers of the same turn share the first batch too.
      if (!isWriting) {
        isWriting = true
        setImmediate(() => void drain())
      }
    })
}
