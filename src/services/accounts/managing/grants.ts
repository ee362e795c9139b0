import { isRole } from '../../../core/entities/account.ts'
import type { Grant } from '../../../core/entities/actor.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'

/** What is wrong with the roles of an account; null if nothing is. */
export async function grantFault(
  { store }: Pick<Context, 'store'>,
  grants: readonly Grant[],
): Promise<Said | null> {
  if (grants.length === 0) return said('roles-missing')
  if (grants.some(({ role }) => !isRole(role))) return said('role-unknown')
  const known = new Set((await store.digests.list()).map(({ id }) => id))
  if (grants.some(({ digest }) => digest !== 'all' && !known.has(digest)))
    return said('role-of-unknown-digest')
  return null
}

/** In the form of the audit log: `editor:2 admin:all`. */
export function grantsText(grants: readonly Grant[]): string {
  return grants.map(({ role, digest }) => `${role}:${digest}`).join(' ')
}
