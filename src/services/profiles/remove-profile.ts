import type { Actor } from '../../core/entities/actor.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Context } from '../context.ts'
import { requireProfile } from './list-profiles.ts'

/** Takes a country's profile away; editions that showed it keep their blocks. Throws `not-found` where it has none. */
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
      // Written down whole: it can be brought back.
      detail: { markdown: profile.markdown },
    })
  })
}
