import type { Actor } from '../../../../core/entities/actor.ts'
import type { Edition } from '../../../../core/entities/edition.ts'
import type { Digest } from '../../../../core/entities/newsroom.ts'
import { may, requireSomewhere } from '../../../../core/permissions.ts'
import type { Context } from '../../../context.ts'
import { needsPerson } from '../../approvals.ts'

/** An edition that was approved and then changed: it is not sent until a person approves it again. */
export interface LostApproval {
  digest: Digest
  edition: Edition
}

/** Those of the digests that an actor may view; with `auto` the system approves again. */
export async function lostApprovals(
  { store }: Pick<Context, 'store'>,
  actor: Actor,
): Promise<LostApproval[]> {
  requireSomewhere(actor, 'view-desk')
  const lost: LostApproval[] = []
  for (const digest of await store.digests.list()) {
    if (!may(actor, 'view-desk', digest.id)) continue
    for (const edition of await store.editions.inStatus(digest.id, ['draft'])) {
      const approvals = needsPerson(digest, edition) ? await store.revisions.approvals(edition.id) : []
      const isOfBefore =
        approvals.length > 0 && approvals.every(({ revision }) => revision < edition.revision)
      if (isOfBefore && !edition.stop) lost.push({ digest, edition })
    }
  }
  return lost
}
