import { actorText, type Actor, type Grant, type Role } from './entities/actor.ts'
import { AppError } from './errors.ts'
import { said } from './said/said.ts'

/**
 * The roles that have each permission. `system` and `command` have all; an analyst reads, and changes nothing. Permissions for a digest's
 * own data are checked for that digest; shared data needs a role for all digests.
 */
const roles = {
  'view-desk': ['analyst', 'editor', 'chief-editor', 'admin'],
  'compose-edition': ['editor', 'chief-editor', 'admin'],
  'edit-edition': ['editor', 'chief-editor', 'admin'],
  'approve-edition': ['editor', 'chief-editor', 'admin'],
  'pass-check': ['chief-editor', 'admin'],
  'send-test-mail': ['editor', 'chief-editor', 'admin'],
  'run-edition': ['chief-editor', 'admin'],
  'withdraw-story': ['chief-editor', 'admin'],
  'stop-edition': ['chief-editor', 'admin'],
  'change-calendar': ['chief-editor', 'admin'],
  'change-profiles': ['editor', 'chief-editor', 'admin'],
  'change-rules': ['chief-editor', 'admin'],
  'change-sources': ['chief-editor', 'admin'],
  'change-newsroom': ['admin'],
  'view-readers': ['analyst', 'admin'],
  'change-subscribers': ['admin'],
  'change-subscription': ['admin'],
  'sign-up': ['admin'],
  'view-suppressions': ['analyst', 'admin'],
  'change-suppressions': ['admin'],
  'delete-old': ['admin'],
  'pause-sending': ['chief-editor', 'admin'],
  'resume-sending': ['admin'],
  'resolve-deliveries': ['admin'],
  'change-limits': ['admin'],
  'change-jobs': ['admin'],
  'change-warm-up': ['admin'],
  'change-dkim': ['admin'],
  'change-accounts': ['admin'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof roles

/** All permissions. */
export const permissions = Object.keys(roles) as Permission[]

/**
 * Whether an actor has a permission for a digest, given by id, or for what all digests share, for null. `subscription` is one that its own
 * link may change.
 */
export function may(
  actor: Actor,
  permission: Permission,
  digest: number | null,
  subscription: number | null = null,
): boolean {
  if (actor.kind === 'system' || actor.kind === 'command') return true
  if (actor.kind === 'visitor') return permission === 'sign-up'
  if (actor.kind === 'subscriber')
    return permission === 'change-subscription' && actor.subscription === subscription
  const allowed: readonly Role[] = roles[permission]
  return actor.grants.some(
    (grant) => allowed.includes(grant.role) && (grant.digest === 'all' || grant.digest === digest),
  )
}

/** Whether an account has a permission for at least one digest; services check again for the digest concerned. */
export function maySomewhere(actor: { grants: readonly Grant[] }, permission: Permission): boolean {
  const allowed: readonly Role[] = roles[permission]
  return actor.grants.some(({ role }) => allowed.includes(role))
}

/** Throws `not-permitted` unless `may` allows it. Services call it before anything else. */
export function requirePermission(
  actor: Actor,
  permission: Permission,
  digest: number | null,
  subscription: number | null = null,
): void {
  if (may(actor, permission, digest, subscription)) return
  refuse(actor, permission, digest)
}

/** The same for what belongs to no digest but needs the permission for any one. Throws `not-permitted`. */
export function requireSomewhere(actor: Actor, permission: Permission): void {
  const allowed = 'grants' in actor ? maySomewhere(actor, permission) : may(actor, permission, null)
  if (!allowed) refuse(actor, permission, null)
}

function refuse(actor: Actor, permission: Permission, digest: number | null): never {
  const params = { actor: actorText(actor), what: permission.replace('-', ' ') }
  throw new AppError(
    'not-permitted',
    digest === null ? said('not-permitted', params) : said('not-permitted-of-digest', { ...params, digest }),
  )
}
