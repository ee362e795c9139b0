import { isRole } from '../../../core/entities/account.ts'
import type { Grant } from '../../../core/entities/actor.ts'
import type { Context } from '../../context.ts'

/** What is wrong with the roles of an account; null where nothing is. */
export async function grantFault(
  { store }: Pick<Context, 'store'>,
  grants: readonly Grant[],
): Promise<string | null> {
  if (grants.length === 0) return 'are missing: an account without a role can do nothing'
  if (grants.some(({ role }) => !isRole(role))) return 'name a role that there is not'
  const known = new Set((await store.digests.list()).map(({ id }) => id))
  if (grants.some(({ digest }) => digest !== 'all' && !known.has(digest)))
    return 'name a digest that there is not'
  return null
}

/** As the audit keeps it: `editor:2 admin:all`. */
export function grantsText(grants: readonly Grant[]): string {
  return grants.map(({ role, digest }) => `${role}:${digest}`).join(' ')
}
