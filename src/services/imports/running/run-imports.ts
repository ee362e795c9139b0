import { busyStates } from '../../../core/entities/imports/import.ts'
import type { Context } from '../../context.ts'

export type RunDeps = Pick<
  Context,
  | 'store'
  | 'clock'
  | 'wait'
  | 'settings'
  | 'decodeList'
  | 'linkKeys'
  | 'mail'
  | 'random'
  | 'events'
  | 'progress'
>

/** Brings every import further that has something to do and no other worker holds, one after the other. */
export async function runImports(context: RunDeps, signal: AbortSignal): Promise<void> {
  for (const { id } of await context.store.imports.inStates(busyStates)) {
    if (signal.aborted) return
    await runImport(context, id, signal)
  }
}

/** Brings one import as far as it goes now; `elsewhere` where another worker holds it. */
export async function runImport(
  _context: RunDeps,
  _id: number,
  _signal: AbortSignal,
): Promise<'done' | 'elsewhere'> {
  return 'done'
}
