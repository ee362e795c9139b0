import type { Context } from '../../../context.ts'

/** This many domains in a row without an answer mean that DNS is unreachable, and nothing is asked for a while. */
export const silence = { domains: 10, rest: Temporal.Duration.from({ hours: 1 }) }

/** When DNS last failed to answer, while queries are suspended for that; null while it answers. */
export async function silentSince({
  store,
  clock,
}: Pick<Context, 'store' | 'clock'>): Promise<Temporal.Instant | null> {
  const asked = await store.mailDomains.lastAsked(silence.domains)
  const [latest] = asked
  if (!latest || asked.length < silence.domains) return null
  if (asked.some(({ verdict }) => verdict !== 'unanswered')) return null
  const restsUntil = latest.askedAt.add(silence.rest)
  return Temporal.Instant.compare(clock.now(), restsUntil) < 0 ? latest.askedAt : null
}
