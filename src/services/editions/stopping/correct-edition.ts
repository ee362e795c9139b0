import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Context } from '../../context.ts'
import { goneAndWaiting, type GoneAndWaiting } from './gone-and-waiting.ts'
import { refused, type Refused } from '../../../core/said/said.ts'

export type Corrected = ({ ok: true; revision: number } & GoneAndWaiting) | Refused

/**
 * Makes a stopped edition a draft again, of a new revision, for those who have not got it; the others keep theirs. Whatever the digest's
 * rule, a person has to approve it. Refused if it is not stopped.
 */
export async function correctEdition(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  edition: Edition,
  actor: Actor,
): Promise<Corrected> {
  requirePermission(actor, 'stop-edition', edition.digestId)
  const at = clock.now()
  return store.transaction(async (tx): Promise<Corrected> => {
    await tx.editions.lock(edition.id)
    const from = (await tx.editions.byId(edition.id))?.revision ?? edition.revision
    if (!(await tx.stops.correct(edition.id, from, at))) return refused('edition-not-stopped')
    const revision = from + 1
    const subject = `edition:${edition.id}`
    await tx.audit.append({ at, actor, action: 'correct', subject, detail: { revision } })
    return { ok: true, revision, ...goneAndWaiting(await tx.deliveries.counts(edition.id)) }
  })
}
