import { contactOf } from '../../../core/entities/contact.ts'
import { ownPageNames, type OwnPageName } from '../../../core/entities/own-pages.ts'
import type { Clock } from '../../../core/ports.ts'
import { findNewsroom } from '../../../services/newsroom/find-digest.ts'
import { listOwnPages } from '../../../services/newsroom/own-pages/own-pages.ts'
import type { Context } from '../../../services/context.ts'

/** The newsroom's data for every page, as of the last refresh. */
export interface KnownNewsroom {
  name(): string
  /** The language of pages that belong to no digest (BCP 47). */
  language(): string
  /** The address for readers' questions; empty if there is none. */
  contact(): string
  /** The newsroom's own pages, for the footer of every page. */
  ownPages(): readonly OwnPageName[]
  /** Reads the data again, unless that was done recently. */
  refresh(): Promise<void>
}

/** Milliseconds between refreshes: together with the second for which a page is cached, less than two. */
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
