import type { Reason } from '../../../../core/said/said.ts'
import type { PoolCluster } from '../../../../services/editions/viewing/day/desk-day.ts'
import { actorsIn, withNames } from '../../../../services/accounts/name-in-reasons.ts'
import { moment } from '../../frame/times.ts'

/** The stored actors in the reasons of a pool. */
export const namedIn = (pool: readonly PoolCluster[]): string[] =>
  pool.flatMap(({ stories }) => stories.flatMap(({ reasons }) => reasons.flatMap(actorsIn)))

/** The pool with people's names instead of stored actors, and instants in a zone. */
export const pooledNamed = (
  pool: readonly PoolCluster[],
  name: (actor: string) => string,
  zone: string,
): PoolCluster[] =>
  pool.map(({ stories }) => ({
    stories: stories.map((story) => ({
      ...story,
      reasons: story.reasons.map((reason) => inReadableForm(reason, name, zone)),
    })),
  }))

function inReadableForm(reason: Reason, name: (actor: string) => string, zone: string): Reason {
  if (typeof reason === 'string') return reason
  const { code, params } = withNames(reason, name)
  const { until } = params
  if (typeof until !== 'string') return { code, params }
  return { code, params: { ...params, until: moment(Temporal.Instant.from(until), zone).text } }
}
