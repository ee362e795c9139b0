import type { HostTurns } from '../../core/ports.ts'

/** Does the work after all earlier work for the same host; `signal` ends the wait for other processes. */
export type InTurn = <T>(host: string, work: () => Promise<T>, signal: AbortSignal | undefined) => Promise<T>

/**
 * One request per host at a time, in the order of the calls; hosts do not wait for one another. With `others`, requests are also
 * coordinated among processes.
 */
export function openHostQueue(others: HostTurns | null): InTurn {
  const last = new Map<string, Promise<void>>()
  return async (host, work, signal) => {
    const before = last.get(host)
    const turn = Promise.withResolvers<void>()
    last.set(host, turn.promise)
    await before
    try {
      const end = await others?.take(host, signal)
      try {
        return await work()
      } finally {
        await end?.()
      }
    } finally {
      if (last.get(host) === turn.promise) last.delete(host)
      turn.resolve()
    }
  }
}
