import { busyStates } from '../../../core/entities/imports/import.ts'
import { clearAway } from './clear-away.ts'
import { holdImport, Lost, type Held } from './held.ts'
import { judge } from './judge.ts'
import { merge } from './merge.ts'
import { replace } from './replace.ts'
import type { RunDeps } from './run-deps.ts'
import { stage } from './stage.ts'
import { undo } from './undo.ts'

/** Brings every import further that has something to do and that no other worker holds, one after the other. */
export async function runImports(context: RunDeps, signal: AbortSignal): Promise<void> {
  for (const { id } of await context.store.imports.inStates(busyStates)) {
    if (signal.aborted) return
    await runImport(context, id, signal)
  }
  await clearAway(context, signal)
}

/**
 * Brings one import as far as it goes now, in short transactions, and stops where `signal` asks for it: whoever goes on finds what is left.
 * `elsewhere` where another worker holds it, or took it over.
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

/** Does what its state asks for; `rest` where there is nothing to do now. */
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
