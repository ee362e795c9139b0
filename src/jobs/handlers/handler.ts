import type { Context } from '../../services/context.ts'

/** Does what there is to do of one job, found in the store's rows alone: run twice, the second finds nothing. */
export interface Handler {
  /** Rejects where it failed; what is left is found at the next waking. */
  run(context: Context, signal: AbortSignal): Promise<void>
  /** It may run beside itself: what one run is at, another leaves alone. */
  isConcurrent: boolean
  /** How several processes share the work; where there is none, one of them does it. */
  shared?: SharedWork
}

/** Work that processes share in parts, each named by its number. */
interface SharedWork {
  /** So many parts at once in a process. */
  atOnce: number
  /** The parts of which something is to be done now. */
  parts(context: Context, signal: AbortSignal): Promise<number[]>
  /** Does what there is to do of one part; several processes may be at it. */
  runPart(context: Context, part: number, signal: AbortSignal): Promise<void>
}
