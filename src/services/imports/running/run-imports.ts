import { busyStates } from '../../../core/entities/imports/import.ts'
import { deleteOldImports } from './delete-old-imports.ts'
import { holdImport, Lost, type Held } from './held.ts'
import { judge } from './judge.ts'
import { merge } from './merge.ts'
import { replace } from './replace.ts'
import type { RunDeps } from './run-deps.ts'
import { stage } from './stage.ts'
import { undo } from './undo.ts'

/**
 * Runs, one after the other, every import that has work to do and that no other worker has claimed. If one fails, its error is thrown after
 * the others have run.
 */
export async function runImports(context: RunDeps, signal: AbortSignal): Promise<void> {
  const faults: unknown[] = []
  for (const { id } of await context.store.imports.inStates(busyStates)) {
    if (signal.aborted) return
    await runImport(context, id, signal).catch((fault: unknown) => faults.push(fault))
  }
  await deleteOldImports(context, signal)
  if (faults.length > 0) throw faults[0]
}

/**
 * Runs one import as far as possible now, in short transactions; stops when `signal` is aborted, and the next call continues. `elsewhere`
 * if another worker has it or took it over.
 */
export async function runImport(
  context: RunDeps,
  id: number,
  signal: AbortSignal,
): Promise<'done' | 'elsewhere'> {
  const found = await context.store.imports.byId(id)
  const held = found && (await holdImport(context, found))
  if (!held) return 'elsewhere'
  try {
    while (!signal.aborted && (await step(context, held, signal)) === 'on');
    return 'done'
  } catch (error) {
    if (error instanceof Lost) return 'elsewhere'
    throw error
  } finally {
    await held.release()
  }
}

/** Does one step according to its state; `rest` if there is nothing to do now. */
async function step(context: RunDeps, held: Held, signal: AbortSignal): Promise<'on' | 'rest'> {
  switch (held.one.state) {
    case 'staging':
      await stage(context, held, signal)
      return 'on'
    case 'judging':
      await judge(context, held, signal)
      return 'on'
    case 'merging':
      return merge(context, held, signal)
    case 'replacing':
      await replace(context, held, signal)
      return 'on'
    case 'undoing':
      await undo(context, held, signal)
      return 'on'
    case 'uploading':
    case 'received':
    case 'checked':
    case 'done':
    case 'undone':
    case 'over':
    case 'failed':
    case 'cancelled':
      return 'rest'
  }
}
