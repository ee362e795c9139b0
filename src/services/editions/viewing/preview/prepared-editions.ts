import type { Edition } from '../../../../core/entities/edition.ts'
import type { Context } from '../../../context.ts'
import { openKept } from '../../../kept.ts'
import { prepareEdition, type PreparedEdition } from '../../prepare-edition.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

/** Editions prepared for previews, cached. */
export interface PreparedEditions {
  of(edition: Edition): Promise<PreparedEdition>
}

/**
 * They take some megabytes each. They expire after a minute, because changes to the newsroom, topics or words do not raise the revision.
 */
const limits = { longest: 60_000, most: 6 }

/** Caches editions by what changes them: their revision, withdrawn stories, and whether they are approved. */
export function openPreparedEditions(context: Deps): PreparedEditions {
  const kept = openKept<PreparedEdition>(context, limits)
  return {
    of(edition) {
      const key = `${edition.id}.${edition.revision}.${edition.exclusions}.${edition.status}`
      return kept.of(key, () => prepareEdition(context, edition))
    },
  }
}
