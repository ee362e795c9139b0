import type { Clock, Random } from '../../../../core/ports.ts'

const firstWaitSeconds = 60
const longestWaitSeconds = 3600
const patience = Temporal.Duration.from({ hours: 24 })
const leastPatience = Temporal.Duration.from({ hours: 6 })

/** Seconds over which e-mails are spread that a server wants again at the same time. */
const spread = 5

/**
 * When a deferred row is tried again: after a minute, doubled at each attempt up to an hour, half of it random. After its first attempt a
 * row waits as long as the server asked (`retryAfter`, seconds); later, if that is longer than the backoff, up to an hour.
 */
export function retryAt(
  { clock, random }: { clock: Clock; random: Random },
  attempts: number,
  retryAfter: number | null = null,
): Temporal.Instant {
  const full = Math.min(firstWaitSeconds * 2 ** (attempts - 1), longestWaitSeconds)
  const own = full / 2 + (random.next() * full) / 2
  const stated =
    retryAfter === null ? null : Math.min(retryAfter, longestWaitSeconds) + 1 + random.next() * spread
  const seconds = stated === null ? own : attempts > 1 ? Math.max(own, stated) : stated
  return clock.now().add({ seconds: Math.round(seconds) })
}

/**
 * When retries end: a day after the edition's freeze, because by then there is a newer one. An e-mail that was due late in that day, at its
 * reader's own hour, is still tried for six hours. Both are extended by the time that the edition was stopped.
 */
export function giveUpAt(
  frozenAt: Temporal.Instant,
  dueAt: Temporal.Instant = frozenAt,
  stoppedFor: Temporal.Duration = new Temporal.Duration(),
): Temporal.Instant {
  const [day, least] = [frozenAt.add(patience).add(stoppedFor), dueAt.add(leastPatience).add(stoppedFor)]
  return Temporal.Instant.compare(day, least) >= 0 ? day : least
}
