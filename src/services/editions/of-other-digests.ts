import type { Actor } from '../../core/entities/actor.ts'
import type { Edition } from '../../core/entities/edition.ts'
import { may, type Permission } from '../../core/permissions.ts'
import type { Transaction } from '../../store/store.ts'

/** Names of digests in which an actor lacks the permission. */
export interface OfOtherDigests {
  ok: false
  code: 'story-of-other-digests'
  params: { digests: string[] }
}

/**
 * A change to a story itself affects every digest that carries it: the refusal names those among the digests of these editions in which the
 * actor lacks the permission; null if there are none.
 */
export async function ofOtherDigests(
  tx: Pick<Transaction, 'digests'>,
  actor: Actor,
  permission: Permission,
  editions: readonly Pick<Edition, 'digestId'>[],
): Promise<OfOtherDigests | null> {
  const others = new Set(
    editions.map(({ digestId }) => digestId).filter((digest) => !may(actor, permission, digest)),
  )
  const names: string[] = []
  for (const id of others) names.push((await tx.digests.byId(id))?.name ?? String(id))
  return names.length > 0 ? { ok: false, code: 'story-of-other-digests', params: { digests: names } } : null
}
