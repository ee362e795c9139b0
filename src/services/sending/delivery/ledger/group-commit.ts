import { setImmediate as turn } from 'node:timers/promises'

/** Milliseconds; after a write this slow it is worth waiting for every caller to join the next one. */
const slow = 2
/** Milliseconds that such a wait continues when no caller joins. */
const patience = 1

/**
 * Combines the writes of many callers: while one batch is being written, the next is collected, so that one synced commit serves all
 * waiting connections. `write` returns the answers in the order of its items. A write starts once half of the `callers` are waiting, or no
 * more join at once, so that the others continue while it runs. After a slow write, the next waits for all of them.
 */
export function groupCommit<Item, Answer>(
  write: (items: Item[]) => Promise<Answer[]>,
  callers: number,
): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = []
  let isWriting = false
  let isSlow = false
  let allAreHere: (() => void) | null = null

  /** Yields to the event loop, two turns at a time, as long as more callers join: what they have ready by now becomes part of the batch. */
  async function gather(): Promise<void> {
    for (let seen = 0; seen < waiting.length && waiting.length < callers / 2;) {
      seen = waiting.length
      await turn()
      await turn()
    }
  }

  /** Waits until all callers have joined, or none has for a while. */
  async function gatherAll(): Promise<void> {
    for (let seen = 0; seen < waiting.length && waiting.length < callers;) {
      seen = waiting.length
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience)
        allAreHere = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    allAreHere = null
  }

  async function drain(): Promise<void> {
    isWriting = true
    while (waiting.length > 0) {
      await (isSlow ? gatherAll() : gather())
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
      if (waiting.length >= callers) allAreHere?.()
      if (!isWriting) void drain()
    })
}
