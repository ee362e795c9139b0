/** Does the work when all that was asked for the same host before has ended. */
export type InTurn = <T>(host: string, work: () => Promise<T>) => Promise<T>

/** One request a host at a time, in the order they were asked for; hosts do not wait for one another. */
export function openHostQueue(): InTurn {
  const last = new Map<string, Promise<void>>()
  return async (host, work) => {
    const before = last.get(host)
    const turn = Promise.withResolvers<void>()
    last.set(host, turn.promise)
    await before
    try {
      return await work()
    } finally {
      if (last.get(host) === turn.promise) last.delete(host)
      turn.resolve()
    }
  }
}
