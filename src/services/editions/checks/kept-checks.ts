import type { Edition } from '../../../core/entities/edition.ts'
import { reasonOf } from '../../../core/errors.ts'
import { mailBudget } from '../../../curate/cut/cut.ts'
import type { Context } from '../../context.ts'
import type { CheckDeps } from './check.ts'
import { checkEdition } from './check-edition.ts'

/** What the checks say of a revision, in numbers. */
export interface CheckSummary {
  revision: number
  /** The check of each finding that blocks approval, also of those that somebody let pass since. */
  blocking: string[]
  warns: number
  /** Different e-mails that readers get. */
  variants: number
  /** Decoded HTML in bytes of the largest. */
  largest: number
  /** What an e-mail has at most. */
  most: number
}

/** Sums of the checks of the editions that are looked at. */
export interface KeptChecks {
  /** Of the revision that an edition is in; null while that is being found out, in the background. */
  of(edition: Edition): CheckSummary | null
  /** Finds nothing out any more. */
  close(): void
}

interface Kept {
  summary: CheckSummary | null
  /** Milliseconds since when it holds, or is being found out. */
  since: number
  revision: number
}

/** Editions of which it is kept. */
const most = 8
/** Milliseconds after a change, so that of several in a row only the last is looked at. */
const moment = 1_000
/** Milliseconds for which it holds: readers, sources and links change without raising a revision. */
const holds = 60_000

/**
 * Keeps what the checks say of a revision, which takes every reader's cut: it is found out beside the pages that show it, of one edition
 * at a time.
 */
export function openKeptChecks(context: CheckDeps & Pick<Context, 'events' | 'wait'>): KeptChecks {
  const kept = new Map<number, Kept>()
  const closing = new AbortController()
  let isRunning = false

  async function findOut({ id, revision }: Edition): Promise<CheckSummary | null> {
    await context.wait(moment, closing.signal)
    if (closing.signal.aborted) return null
    const edition = await context.store.editions.byId(id)
    // The newest is asked for by the next one that looks.
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
