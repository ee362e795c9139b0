import type { Clock } from '../core/ports.ts'

/** A cache by key, so that a request soon after another does not wait. */
export interface Kept<T> {
  of(key: string, make: () => Promise<T>): Promise<T>
}

interface Limits {
  /** Milliseconds until a value expires. */
  longest: number
  /** How many values are kept; the least recently used is dropped first. */
  most: number
}

/** Creates a cache for this process. Concurrent requests for the same key share one computation. */
export function openKept<T>({ clock }: { clock: Clock }, { longest, most }: Limits): Kept<T> {
  const kept = new Map<string, { since: number; made: Promise<T> }>()
  return {
    of(key, make) {
      const now = clock.now().epochMilliseconds
      const cached = kept.get(key)
      kept.delete(key)
      // A clock that was set back must not keep an old one.
      const isFresh = cached && Math.abs(now - cached.since) < longest
      const one = isFresh ? cached : { since: now, made: make() }
      if (kept.size >= most) kept.delete(kept.keys().next().value ?? '')
      kept.set(key, one)
      // A failed computation is repeated by the next request.
      if (!isFresh) one.made.catch(() => kept.get(key) === one && kept.delete(key))
      return one.made
    },
  }
}
