import type { Grant } from '../../core/entities/actor.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { WebContext } from '../web-context.ts'

/** Roles in words: `editor of Daily Wire, admin of all digests`. */
export function rolesInWords(
  { pages }: WebContext,
  grants: readonly Grant[],
  digests: readonly Digest[],
): string[] {
  return grants.map(({ role, digest }) => {
    const name = digest === 'all' ? null : digests.find(({ id }) => id === digest)?.name
    const said = pages.say(`role-${role}`)
    return name === null
      ? pages.say('roleOfAll', { role: said })
      : pages.say('roleOf', { role: said, digest: name ?? '?' })
  })
}

/** An instant in UTC, to the minute. */
export function shortTime(at: Temporal.Instant): string {
  return `${at.toString({ smallestUnit: 'minute' }).replace('T', ' ').replace('Z', '')} UTC`
}
