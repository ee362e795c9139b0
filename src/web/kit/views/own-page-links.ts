import { ownPageNames, type OwnPageName } from '../../../core/entities/own-pages.ts'
import type { Clock } from '../../../core/ports.ts'
import { listOwnPages } from '../../../services/newsroom/own-pages/own-pages.ts'
import type { Context } from '../../../services/context.ts'

/** Which pages of the newsroom's own there are, for the foot of every page. */
export interface OwnPageLinks {
  /** As they were when last looked at. */
  now(): readonly OwnPageName[]
  /** Looks again where that was long ago. */
  refresh(): Promise<void>
}

/** Milliseconds after which they are looked at again. */
const longest = 10_000

export function openOwnPageLinks({ store, clock }: { store: Context['store']; clock: Clock }): OwnPageLinks {
  let known: readonly OwnPageName[] = []
  let lookedAt = -Infinity
  return {
    now: () => known,
    async refresh() {
      const at = clock.now().epochMilliseconds
      if (Math.abs(at - lookedAt) < longest) return
      lookedAt = at
      const pages = await listOwnPages(store)
      known = ownPageNames.filter((name) => pages[name] !== undefined)
    },
  }
}
