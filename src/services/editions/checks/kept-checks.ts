import type { Edition } from '../../../core/entities/edition.ts'
import { reasonOf } from '../../../core/errors.ts'
import { mailBudget } from '../../../curate/cut/cut.ts'
import type { Context } from '../../context.ts'
import type { CheckDeps } from './check.ts'
import { checkEdition } from './check-edition.ts'

/** The results of the checks for a revision, as numbers. */
export interface CheckSummary {
  revision: number
  /** The check of each blocking finding, including those overridden since. */
  blocking: string[]
  warns: number
  /** Different e-mails that readers get. */
  variants: number
  /** Decoded HTML in bytes of the largest. */
  largest: number
  /** The limit for an e-mail. */
  most: number
}

/** Cached summaries of the checks. */
export interface KeptChecks {
  /** For the edition's current revision; null while it is being computed, in the background. */
  of(edition: Edition): CheckSummary | null
  /** Stops computing. */
  close(): void
}

interface Kept {
  summary: CheckSummary | null
  /** Milliseconds; when it was computed, or its computation began. */
  since: number
  revision: number
}

/** Editions in the cache. */
const most = 8
/** Milliseconds of delay after a change, so that of several in a row only the last is checked. */
const moment = 1_000
/** Milliseconds until it expires, because readers, sources and links change without a new revision. */
const holds = 60_000

/** Caches the checks of a revision, which need every reader's cut: they are computed in the background, one edition at a time. */
export function openKeptChecks(context: CheckDeps & Pick<Context, 'events' | 'wait'>): KeptChecks {
  const kept = new Map<number, Kept>()
  const closing = new AbortController()
  let isRunning = false

  async function findOut({ id, revision }: Edition): Promise<CheckSummary | null> {
    await context.wait(moment, closing.signal)
    if (closing.signal.aborted) return null
    const edition = await context.store.editions.byId(id)
    // The next request asks for the newest revision.
    return edition?.revision === revision ? summaryOf(context, edition) : null
  }

  function begin(edition: Edition, since: number): void {
    isRunning = true
    const known = kept.get(edition.id)
    const summary = known?.revision === edition.revision ? known.summary : null
    kept.delete(edition.id)
    if (kept.size >= most) kept.delete(kept.keys().next().value ?? 0)
    const own: Kept = { summary, since, revision: edition.revision }
    kept.set(edition.id, own)
    findOut(edition)
      .then((found) => {
        own.summary = found
      })
      .catch((error: unknown) => {
        if (closing.signal.aborted) return
        context.events.emit({ name: 'checks.failed', message: reasonOf(error) })
      })
      .finally(() => {
        isRunning = false
      })
  }

  return {
    of(edition) {
      const now = context.clock.now().epochMilliseconds
      const known = kept.get(edition.id)
      const isOfNow = known?.revision === edition.revision
      // A clock that was set back must not keep an old one.
      if (!isRunning && !(isOfNow && Math.abs(now - known.since) < holds)) begin(edition, now)
      return isOfNow ? known.summary : null
    },
    close: () => closing.abort(),
  }
}

async function summaryOf(context: CheckDeps, edition: Edition): Promise<CheckSummary> {
  const { revision, results, variants, largest } = await checkEdition(context, edition)
  const blocking = results.filter(({ severity }) => severity === 'block').map(({ check }) => check)
  return { revision, blocking, warns: results.length - blocking.length, variants, largest, most: mailBudget }
}
