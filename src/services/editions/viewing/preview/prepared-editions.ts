import type { Edition } from '../../../../core/entities/edition.ts'
import type { Context } from '../../../context.ts'
import { prepareEdition, type PreparedEdition } from '../../prepare-edition.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

/** Editions ready to be looked at, kept from one preview to the next. */
export interface PreparedEditions {
  of(edition: Edition): Promise<PreparedEdition>
}

interface Kept {
  prepared: Promise<PreparedEdition>
  since: number
}

/** Editions kept at once, of some megabytes each. */
const most = 6
/** Milliseconds after which one is prepared anew: a change of the newsroom, of topics or of words raises no revision. */
const longest = 60_000

/**
 * Prepared editions of one process by what changes them: their revision, what was withdrawn from them, and whether they are
 * approved. Of several that ask at once for the same one, one prepares it.
 */
export function openPreparedEditions(context: Deps): PreparedEditions {
  const kept = new Map<string, Kept>()
  return {
    of(edition) {
      const key = `${edition.id}.${edition.revision}.${edition.exclusions}.${edition.status}`
      const now = context.clock.now().epochMilliseconds
      const standing = kept.get(key)
      kept.delete(key)
      // A clock that was set back must not keep an old one.
      if (standing && Math.abs(now - standing.since) < longest) {
        kept.set(key, standing)
        return standing.prepared
      }
      if (kept.size >= most) kept.delete(kept.keys().next().value ?? '')
      const prepared = prepareEdition(context, edition)
      const made = { prepared, since: now }
      kept.set(key, made)
      // What failed is tried anew by the next one.
      prepared.catch(() => kept.get(key) === made && kept.delete(key))
      return prepared
    },
  }
}
