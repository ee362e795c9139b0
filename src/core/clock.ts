import type { Clock } from './ports.ts'

/** A clock that shows `start` now and runs like `base`, for work done as of another date. */
export function offsetClock(base: Clock, start: Temporal.Instant): Clock {
  const offset = base.now().until(start)
  return { now: () => base.now().add(offset) }
}
