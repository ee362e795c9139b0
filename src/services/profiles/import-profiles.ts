import { AppError } from '../../core/errors.ts'
import type { Actor } from '../../core/entities/actor.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Context } from '../context.ts'
import { putProfiles } from './put-profiles.ts'
import { readProfiles } from './read-profiles.ts'
import { said, type Said } from '../../core/said/said.ts'

/**
 * Reads country profiles from their files into the store; each replaces its country's. Throws `bad-input` with every fault of all of them,
 * and changes nothing then. Returns the countries' codes and names.
 */
export async function importProfiles(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  paths: string[],
  actor: Actor,
): Promise<{ country: string; name: string }[]> {
  requirePermission(actor, 'change-profiles', null)
  const faults: Said[] = []
  const seeds = await readProfiles(paths, faults)
  if (faults.length > 0) throw new AppError('bad-input', said('profiles-unreadable'), { details: faults })
  const at = clock.now()
  const written = seeds.map(({ profile: { country, name } }) => ({ country, name }))
  await store.transaction(async (tx) => {
    const countries = await putProfiles(tx, seeds, at)
    if (countries.length > 0)
      await tx.audit.append({ at, actor, action: 'import', subject: 'profiles', detail: { countries } })
  })
  return written
}
