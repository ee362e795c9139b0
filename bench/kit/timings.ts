/** A percentile; `share` from 0 to 1. */
export const at = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN

export const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`

export async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
