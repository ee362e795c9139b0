import type { Context } from '../../services/context.ts'

/** Does the work of one job, as found in the store's rows alone: a second run finds nothing to do. */
export interface Handler {
  /** Rejects if it fails; the next wake-up finds what is left. */
  run(context: Context, signal: AbortSignal): Promise<void>
  /** It may run concurrently: a run skips what another one is doing. */
  isConcurrent: boolean
  /** How several processes share the work; if absent, one process does it. */
  shared?: SharedWork
}

/** Work that processes share in parts, each identified by a number. */
interface SharedWork {
  /** Parts that a process works on at once. */
  atOnce: number
  /** The parts that have something to do now. */
  parts(context: Context, signal: AbortSignal): Promise<number[]>
  /** Does the work of one part; several processes may do so at the same time. */
  runPart(context: Context, part: number, signal: AbortSignal): Promise<void>
}
