import type { HostTurns } from '../../core/ports.ts'

/** Does the work when all that was asked for the same host before has ended; at once when `signal` gives it up. */
export type InTurn = <T>(host: string, work: () => Promise<T>, signal: AbortSignal | undefined) => Promise<T>

/**
 * One request a host at a time, in the order they were asked for; hosts do not wait for one another. With `others`, the turn is also taken
 * among the processes that ask.
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
