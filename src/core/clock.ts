import type { Clock } from './ports.ts'

/** A clock that shows `start` now and runs like `base`, for work done as of another date. */
export function offsetClock(base: Clock, start: Temporal.Instant): Clock {
  const offset = base.now().until(start)
  return { now: () => base.now().add(offset) }
}

/** A clock that can be set, for processes on several machines that share one. */
export interface SettableClock extends Clock {
  /** It shows `now` from now on, and what passes since, however the machine's clock is set. */
  setTo(now: Temporal.Instant): void
}

/** Shows what `base` does until it is set; `passed` gives the milliseconds that pass. */
export function settableClock(base: Clock, passed: () => number): SettableClock {
  let begun: { at: Temporal.Instant; passed: number } | null = null
  return {
    now: () => (begun ? begun.at.add({ milliseconds: Math.round(passed() - begun.passed) }) : base.now()),
    setTo(now) {
      begun = { at: now, passed: passed() }
    },
  }
}
