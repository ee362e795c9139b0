import { AppError } from '../../../core/errors.ts'
import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { NewSource } from '../../../core/entities/sources/source.ts'
import type { Context } from '../../context.ts'
import { catalogueFile, type Catalogue } from '../../newsroom/files/newsroom-file.ts'
import { readJson } from '../../newsroom/files/read-json.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** The sources on offer. Throws `bad-input` with every fault of the file. */
export async function readCatalogue(path: string): Promise<Catalogue> {
  const details: Said[] = []
  const catalogue = await readJson(path, catalogueFile, details)
  if (catalogue) return catalogue
  throw new AppError('bad-input', said('catalogue-unreadable'), { details })
}

/** A source of the catalogue at its first address, as the store keeps it. */
export function offered(
  entry: Catalogue[number],
  candidate: Catalogue[number]['candidates'][number],
): NewSource {
  const { name, section, language, weight, timeZone } = entry
  return { name, section, language, weight, timeZone, pictures: 'keep', rules: [], ...candidate }
}

/**
 * Adds every new source of the catalogue to the store, off: none is read before somebody has probed it and turned it on. Returns how many.
 */
export async function offerCatalogue(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  catalogue: Catalogue,
  actor: Actor,
): Promise<number> {
  requirePermission(actor, 'change-sources', null)
  const at = clock.now()
  return store.transaction(async (tx) => {
    let added = 0
    for (const entry of catalogue) {
      const [first] = entry.candidates
      if (!first || (await tx.sources.byName(entry.name))) continue
      await tx.sources.put(offered(entry, first), at)
      const source = await tx.sources.byName(entry.name)
      if (source) await tx.sources.move(source.id, 'active', 'off')
      added += 1
    }
    if (added > 0)
      await tx.audit.append({ at, actor, action: 'offer', subject: 'catalogue', detail: { added } })
    return added
  })
}
