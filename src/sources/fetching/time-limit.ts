export type Spend = <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>

/**
 * A bound in milliseconds on what is spent together by all that is done within it; what lies between, such as the
 * wait for a host's turn, does not count. A stopwatch, not the time of day: a corrected clock must not stretch it.
 */
export function timeLimit(milliseconds: number): Spend {
  let left = milliseconds
  return async (work) => {
    const begun = performance.now()
    try {
      return await work(AbortSignal.timeout(Math.ceil(left)))
    } finally {
      left = Math.max(left - (performance.now() - begun), 0)
    }
  }
}
