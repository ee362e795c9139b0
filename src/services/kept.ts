import type { Clock } from '../core/ports.ts'

/** What was made for keys, for so long that the next one who asks need not wait. */
export interface Kept<T> {
  of(key: string, make: () => Promise<T>): Promise<T>
}

interface Limits {
  /** Milliseconds for which it holds. */
  longest: number
  /** How many are kept at once; the one asked for longest ago goes first. */
  most: number
}

/** Keeps what one process made. Of several that ask at once for the same, one makes it. */
export function openKept<T>({ clock }: { clock: Clock }, { longest, most }: Limits): Kept<T> {
  const kept = new Map<string, { since: number; made: Promise<T> }>()
  return {
    of(key, make) {
      const now = clock.now().epochMilliseconds
      const standing = kept.get(key)
      kept.delete(key)
      // A clock that was set back must not keep an old one.
      const isFresh = standing && Math.abs(now - standing.since) < longest
      const one = isFresh ? standing : { since: now, made: make() }
      if (kept.size >= most) kept.delete(kept.keys().next().value ?? '')
      kept.set(key, one)
      // What failed is tried anew by the next one.
      if (!isFresh) one.made.catch(() => kept.get(key) === one && kept.delete(key))
      return one.made
    },
  }
}
