/** Whether the other thread writes. */
const held = 0
/** How many transactions of the first thread wait. */
const waiting = 1
/** Milliseconds after which nobody waits any longer: the database itself keeps writers apart. */
const longest = 250

/** The memory that two threads with connections of their own to one SQLite file share. */
export const newWriteTurn = (): SharedArrayBuffer => new SharedArrayBuffer(8)

/** Asked for before a transaction begins, and told when it has ended. */
export interface WriteTurn {
  /** Resolves when it may begin; to be called with what begins it. */
  begin(work: () => Promise<void>): Promise<void>
  end(): void
}

/**
 * The turn of the thread that answers: a connection that waits for SQLite's lock blocks its thread, so it waits for the other thread without
 * that, and goes before the next transaction of the other.
 */
export function firstTurn(memory: SharedArrayBuffer): WriteTurn {
  const words = new Int32Array(memory)
  return {
    async begin(work) {
      Atomics.add(words, waiting, 1)
      try {
        if (Atomics.load(words, held) === 1) await Atomics.waitAsync(words, held, 1, longest).value
        await work()
      } finally {
        Atomics.sub(words, waiting, 1)
        Atomics.notify(words, waiting)
      }
    },
    end: () => undefined,
  }
}

/** The turn of the thread that does long work in many transactions; between them it lets the first go. */
export function otherTurn(memory: SharedArrayBuffer): WriteTurn {
  const words = new Int32Array(memory)
  return {
    async begin(work) {
      const count = Atomics.load(words, waiting)
      if (count > 0) Atomics.wait(words, waiting, count, longest)
      Atomics.store(words, held, 1)
      try {
        await work()
      } catch (error) {
        this.end()
        throw error
      }
    },
    end() {
      Atomics.store(words, held, 0)
      Atomics.notify(words, held)
    },
  }
}
