import type { Actor } from '../../core/entities/actor.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Context } from '../context.ts'
import { requireProfile } from './list-profiles.ts'

/** Deletes a country's profile; editions that showed it keep their blocks. Throws `not-found` if it has none. */
export async function removeProfile(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  country: string,
  actor: Actor,
): Promise<void> {
  requirePermission(actor, 'change-profiles', null)
  await store.transaction(async (tx) => {
    const profile = await requireProfile({ store: tx }, country)
    await tx.newsroom.removeProfile(profile.country)
    await tx.audit.append({
      at: clock.now(),
      actor,
      action: 'remove',
      subject: `profile:${profile.country}`,
      // The whole text is recorded, so that it can be restored.
      detail: { markdown: profile.markdown },
    })
  })
}
