import { contactOf } from '../../../core/entities/contact.ts'
import { ownPageNames, type OwnPageName } from '../../../core/entities/own-pages.ts'
import type { Clock } from '../../../core/ports.ts'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import { listOwnPages } from '../../../services/newsroom/own-pages/own-pages.ts'
import type { Context } from '../../../services/context.ts'

/** What every page says of the newsroom, as it was when last looked at. */
export interface KnownNewsroom {
  name(): string
  /** That of pages which belong to no digest (BCP 47). */
  language(): string
  /** Where readers write to; empty where nobody has set it up. */
  contact(): string
  /** Which pages of its own there are, for the foot of every page. */
  ownPages(): readonly OwnPageName[]
  /** Looks again where that was long ago. */
  refresh(): Promise<void>
}

/** Milliseconds after which it is looked at again: with the second for which a page is kept, less than two. */
const longest = 500

export function openKnownNewsroom({
  store,
  clock,
}: {
  store: Context['store']
  clock: Clock
}): KnownNewsroom {
  let known: { name: string; language: string; contact: string; ownPages: readonly OwnPageName[] } = {
    name: '',
    language: 'en',
    contact: '',
    ownPages: [],
  }
  let lookedAt = -Infinity
  return {
    name: () => known.name,
    language: () => known.language,
    contact: () => known.contact,
    ownPages: () => known.ownPages,
    async refresh() {
      const at = clock.now().epochMilliseconds
      if (Math.abs(at - lookedAt) < longest) return
      lookedAt = at
      const pages = await listOwnPages(store)
      const newsroom = await findNewsroom({ store })
      known = {
        name: newsroom?.name ?? '',
        language: newsroom?.language ?? 'en',
        contact: newsroom ? contactOf(newsroom) : '',
        ownPages: ownPageNames.filter((name) => pages[name] !== undefined),
      }
    },
  }
}
