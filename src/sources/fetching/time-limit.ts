export type TimedRun = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>

/**
 * Limits the total time of all work done through it, in milliseconds; time in between, such as waiting for a host's turn, does not count.
 * It uses a monotonic clock, so that changes of the system time don't affect it.
 */
export function timeLimit(milliseconds: number): TimedRun {
  let left = milliseconds
  return async (work) => {
    const startedAt = performance.now()
    try {
      return await work(AbortSignal.timeout(Math.ceil(left)))
    } finally {
      left = Math.max(left - (performance.now() - startedAt), 0)
    }
  }
}
