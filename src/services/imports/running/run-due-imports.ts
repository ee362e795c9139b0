import { busyStates } from '../../../core/entities/imports/import.ts'
import type { Context } from '../../context.ts'
import { hasSpace } from '../../disk/require-space.ts'
import { deleteOldImports } from './delete-old-imports.ts'
import { runImports } from './run-imports.ts'

/** Runs due imports, in a separate thread if there is one, unless the disk is below its minimum, and deletes what is left of old ones. */
export async function runDueImports(context: Context, signal: AbortSignal): Promise<void> {
  const busy = await context.store.imports.inStates(busyStates)
  if (busy.length > 0 && hasSpace(context))
    await (context.importThread?.run(signal) ?? runImports(context, signal))
  await deleteOldImports(context, signal)
}
