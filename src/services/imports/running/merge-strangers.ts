import { plus } from '../../../core/entities/imports/import-counts.ts'
import type { Transaction } from '../../../store/store.ts'
import { forgetMerged } from './forget-merged.ts'
import type { Held } from './held.ts'
import { hasLabels, label } from './label.ts'
import { Overtaken, succeeded } from './overtaken.ts'
import { turn } from './pause.ts'
import type { RunDeps } from './run-deps.ts'

/** Rows merged per transaction. */
export const stretchRows = 4000

/** A batch that is being merged. */
interface Merging {
  /** Resolves once it has locked the import, so that another batch waits for it. */
  holds: Promise<void>
  committed: Promise<void>
}

/**
 * On PostgreSQL: turns rows into readers as long as none of their people are known, as in a newsroom's first list. A transaction keeps only
 * one process of the server busy, so two batches are merged at the same time. When somebody is known, the rest is left to `merge`.
 */
export async function mergeStrangers(context: RunDeps, held: Held, signal: AbortSignal): Promise<void> {
  if (context.store.backend !== 'postgres') return
  while (held.one.cursor < held.one.counts.rows && !signal.aborted) {
    const first = mergeOne(held, held.one.cursor, null)
    const after = held.one.cursor + stretchRows
    const isAlone = after >= held.one.counts.rows || mayShare(held)
    const all = isAlone ? [first] : [first, mergeOne(held, after, first)]
    const merged = await Promise.allSettled(all.map(({ committed }) => succeeded(committed)))
    context.progress.step('import', held.one.cursor, held.one.counts.rows)
    for (const one of merged) if (one.status === 'rejected') throw one.reason
    if (!merged.every((one) => one.status === 'fulfilled' && one.value)) return
    await turn()
  }
}

/** Whether two batches may contain the same person or tag: then they are merged one after the other. */
const mayShare = ({ one }: Held): boolean => one.settings.digests.length > 1 || hasLabels(one)

/**
 * Merges a batch, and commits it after the previous one, at whose end it continues. It waits for that one in the database, which detects
 * deadlocks.
 */
function mergeOne(held: Held, after: number, before: Merging | null): Merging {
  const { id, settings, counts, createdBy } = held.one
  const stretch = { importId: id, after, upTo: Math.min(after + stretchRows, counts.rows) }
  const holds = Promise.withResolvers<void>()
  const committed = held.stretch(async (tx, at) => {
    if (before) await Promise.race([before.holds, before.committed])
    else await tx.imports.lock(id)
    holds.resolve()
    const run = { mode: settings.mode, status: 'active', at } as const
    const added = await addAll(tx, stretch, run)
    if (hasLabels(held.one)) await label(tx, stretch, run, createdBy)
    await forgetMerged(tx, stretch, added)
    if (before) {
      await tx.imports.lock(id)
      await before.committed
    }
    return { cursor: stretch.upTo, counts: plus(held.one.counts, { added }) }
  })
  return { holds: holds.promise, committed }
}

async function addAll(
  tx: Transaction,
  stretch: Parameters<Transaction['importMerges']['addStrangers']>[0],
  run: Parameters<Transaction['importMerges']['addStrangers']>[1],
): Promise<number> {
  await tx.importMerges.prepare()
  const { waiting, added } = await tx.importMerges.addStrangers(stretch, run)
  if (added < waiting) throw new Overtaken()
  return added
}
