import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Repositories } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import type { NewsroomFile } from './newsroom-file.ts'
import { putProfiles } from '../../profiles/put-profiles.ts'
import { putOwnPages } from '../own-pages/own-pages.ts'
import { putSuppressedDomains } from './suppressed-domains-file.ts'
import type { NewsroomSeed } from './read-newsroom.ts'

/** How many of each there were. */
export interface ImportedNewsroom {
  topics: number
  digests: number
  sources: number
  countries: number
  profiles: number
  /** Those that were not suppressed before. */
  suppressedDomains: number
}

/**
 * Writes a newsroom's seeds to the store in one transaction. What has the same key is replaced, what the seeds do not contain stays, and
 * unchanged seeds write nothing.
 */
export async function importNewsroom(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { file, topics, profiles, pages = {}, suppressedDomains = [] }: NewsroomSeed,
  actor: Actor,
): Promise<ImportedNewsroom> {
  requirePermission(actor, 'change-newsroom', null)
  const at = clock.now()
  return store.transaction(async (tx) => {
    const changes = [await tx.newsroom.put(file.newsroom), await tx.newsroom.putTopics(topics)]
    for (const digest of file.digests) changes.push(await tx.digests.put(digest, at))
    for (const country of file.countries) changes.push(await tx.newsroom.putCountry(country))
    for (const source of file.sources) changes.push(await putSource(tx, source, at))
    changes.push((await putProfiles(tx, profiles, at)).length > 0)
    changes.push(await putOwnPages(tx, pages))
    const suppressed = await putSuppressedDomains(tx, suppressedDomains, actor, at)
    const counts = {
      topics: topics.length,
      digests: file.digests.length,
      sources: file.sources.length,
      countries: file.countries.length,
      profiles: profiles.length,
      suppressedDomains: suppressed,
    }
    if (changes.includes(true) || suppressed > 0)
      await tx.audit.append({ at, actor, action: 'import', subject: 'newsroom', detail: counts })
    return counts
  })
}

async function putSource(
  tx: Repositories,
  { off, ...source }: NewsroomFile['sources'][number],
  at: Temporal.Instant,
): Promise<boolean> {
  const changed = await tx.sources.put(source, at)
  const kept = await tx.sources.byName(source.name)
  if (!kept) return changed
  if (off && kept.status !== 'off') return tx.sources.move(kept.id, kept.status, 'off')
  if (!off && kept.status === 'off') return tx.sources.move(kept.id, 'off', 'active')
  return changed
}
