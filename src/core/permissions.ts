import { actorText, type Actor, type Grant, type Role } from './entities/actor.ts'
import { AppError } from './errors.ts'
import { said } from './said/said.ts'

/**
 * Which roles may what, one line a permission. `system` and `command` may all; an analyst looks, and changes nothing.
 * What a digest has of its own is asked for that digest, what all share needs a role for all of them.
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

/** Every permission that there is. */
export const permissions = Object.keys(roles) as Permission[]

/**
 * Whether an actor may do something of a digest, by its id, or of what all digests share, for null. A `subscription`
 * is one that its own link may change.
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

/** Whether an account may do something of some digest at least; the service asks again for the one that it is about. */
export function maySomewhere(actor: { grants: readonly Grant[] }, permission: Permission): boolean {
  const allowed: readonly Role[] = roles[permission]
  return actor.grants.some(({ role }) => allowed.includes(role))
}

/** Lets a service go on only where `may` allows it; to be asked before anything else. Throws `not-permitted`. */
export function requirePermission(
  actor: Actor,
  permission: Permission,
  digest: number | null,
  subscription: number | null = null,
): void {
  if (may(actor, permission, digest, subscription)) return
  refuse(actor, permission, digest)
}

/** The same for what is of no digest, and is for whoever may do it of some digest. Throws `not-permitted`. */
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
