/** One round of looks for all followers: what several pages need is read once. */
export interface Turn {
  shared<T>(key: string, read: () => Promise<T>): Promise<T>
}

/** Repeated turns; a turn that takes longer than the interval does not overlap the next. */
export interface Turns {
  start(): void
  stop(): void
  /** A turn for a single page that was just opened. */
  single(): Turn
}

export function openTurns(milliseconds: number, run: (turn: Turn) => Promise<void>): Turns {
  let timer: NodeJS.Timeout | null = null
  let isRunning = false
  const next = async () => {
    if (isRunning) return
    isRunning = true
    await run(newTurn()).finally(() => {
      isRunning = false
    })
  }
  return {
    start() {
      timer ??= setInterval(() => void next(), milliseconds).unref()
    },
    stop() {
      if (timer) clearInterval(timer)
      timer = null
    },
    single: newTurn,
  }
}

function newTurn(): Turn {
  const read = new Map<string, Promise<unknown>>()
  return {
    shared<T>(key: string, ask: () => Promise<T>) {
      const known = (read.get(key) as Promise<T> | undefined) ?? ask()
      read.set(key, known)
      return known
    },
  }
}
