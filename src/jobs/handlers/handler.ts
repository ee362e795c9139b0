import type { Context } from '../../services/context.ts'

/** Does what there is to do of one job, found in the store's rows alone: run twice, the second finds nothing. */
export interface Handler {
  /** Rejects where it failed; what is left is found at the next waking. */
  run(context: Context, signal: AbortSignal): Promise<void>
  /** It may run beside itself: what one run is at, another leaves alone. */
  isConcurrent: boolean
}
