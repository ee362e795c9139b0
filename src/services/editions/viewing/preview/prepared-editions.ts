import type { Edition } from '../../../../core/entities/edition.ts'
import type { Context } from '../../../context.ts'
import { openKept } from '../../../kept.ts'
import { prepareEdition, type PreparedEdition } from '../../prepare-edition.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

/** Editions ready to be looked at, kept from one preview to the next. */
export interface PreparedEditions {
  of(edition: Edition): Promise<PreparedEdition>
}

/** Of some megabytes each; prepared anew after a minute, as a change of the newsroom, of topics or of words raises no revision. */
const limits = { longest: 60_000, most: 6 }

/** Prepared editions of one process by what changes them: their revision, what was withdrawn from them, and whether they are approved. */
export function openPreparedEditions(context: Deps): PreparedEditions {
  const kept = openKept<PreparedEdition>(context, limits)
  return {
    of(edition) {
      const key = `${edition.id}.${edition.revision}.${edition.exclusions}.${edition.status}`
      return kept.of(key, () => prepareEdition(context, edition))
    },
  }
}
