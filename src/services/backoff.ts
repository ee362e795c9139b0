import type { Clock, Random } from '../core/ports.ts'

const firstWaitSeconds = 60
const longestWaitSeconds = 3600
const patience = Temporal.Duration.from({ hours: 24 })

/** When a deferred row is tried again: a minute, doubled at each attempt up to an hour, with half of it left to chance. */
export function retryAt(
  { clock, random }: { clock: Clock; random: Random },
  attempts: number,
): Temporal.Instant {
  const full = Math.min(firstWaitSeconds * 2 ** (attempts - 1), longestWaitSeconds)
  return clock.now().add({ seconds: Math.round(full / 2 + (random.next() * full) / 2) })
}

/** The edition's hour of giving up: a day after its freeze the next one is there. */
export function giveUpAt(frozenAt: Temporal.Instant): Temporal.Instant {
  return frozenAt.add(patience)
}
