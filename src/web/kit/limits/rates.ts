import type { Clock } from '../../../core/ports.ts'
import type { RateLimit } from './limits.ts'

/** Counts events by key. */
export interface Rate {
  /** Counts one more; returns the seconds to wait if there are too many, otherwise 0. */
  take(key: string): number
}

/** The most keys at a time. Beyond that the oldest key is forgotten, which bounds the memory. */
const mostKeys = 10_000

/** Allows `most` events per key within a window that begins with the first. */
export function openRate(clock: Clock, { most, within }: RateLimit): Rate {
  const windows = new Map<string, { ends: number; count: number }>()
  const begin = (key: string, now: number) => {
    windows.delete(key)
    if (windows.size >= mostKeys) windows.delete(windows.keys().next().value ?? '')
    const window = { ends: now + within, count: 0 }
    windows.set(key, window)
    return window
  }
  return {
    take(key) {
      const now = clock.now().epochMilliseconds
      const known = windows.get(key)
      // A clock that was set back must not make anybody wait longer than the window.
      const isOpen = known !== undefined && known.ends > now && known.ends - now <= within
      const window = isOpen ? known : begin(key, now)
      window.count += 1
      return window.count > most ? Math.ceil((window.ends - now) / 1000) : 0
    },
  }
}
