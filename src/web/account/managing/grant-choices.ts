import { isRole, roles } from '../../../core/entities/account.ts'
import type { Grant } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { WebContext } from '../../web-context.ts'

/** The check boxes of a form of roles: for all digests, and for each if there are several. */
export function grantChoices({ pages }: WebContext, chosen: readonly Grant[], digests: readonly Digest[]) {
  const places: { id: Grant['digest']; name: string }[] = [
    { id: 'all', name: pages.say('allDigests') },
    ...digests.map(({ id, name }) => ({ id, name })),
  ]
  return places.map(({ id, name }) => ({
    name,
    roles: roles.map((role) => ({
      value: `${role}:${id}`,
      name: pages.say(`role-${role}`),
      isChosen: chosen.some((grant) => grant.role === role && grant.digest === id),
    })),
  }))
}

/** The grants of ticked boxes; unknown values are ignored. */
export function grantsIn(values: readonly string[]): Grant[] {
  return values.flatMap((value): Grant[] => {
    const [role = '', digest = ''] = value.split(':')
    if (!isRole(role)) return []
    if (digest === 'all') return [{ role, digest }]
    return /^[1-9]\d{0,14}$/.test(digest) ? [{ role, digest: Number(digest) }] : []
  })
}
