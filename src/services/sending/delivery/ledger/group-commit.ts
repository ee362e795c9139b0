import { setImmediate as turn } from 'node:timers/promises'

/** A write that takes longer, in milliseconds, is worth a wait for every caller to join the next. */
const slow = 2
/** How long such a wait goes on when nobody comes, in milliseconds. */
const patience = 1

/**
 * Makes many callers share one write: while one batch is being written, the next gathers, so a
 * synced commit costs once for all connections that wait. `write` answers for its items in order.
 * A write begins once half of the `callers` there are wait, or no more come at once: so the others go on while it is
 * written. A slow write begins once all of them wait.
 */
export function groupCommit<Item, Answer>(
  write: (items: Item[]) => Promise<Answer[]>,
  callers: number,
): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = []
  let isWriting = false
  let isSlow = false
  let allAreHere: (() => void) | null = null

  /** Turns of the loop, two at a time, while they bring more callers: what they have ready by now joins the batch. */
  async function gather(): Promise<void> {
    for (let seen = 0; seen < waiting.length && waiting.length < callers / 2;) {
      seen = waiting.length
      await turn()
      await turn()
    }
  }

  /** Until all callers are here, or none has come for a while. */
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
