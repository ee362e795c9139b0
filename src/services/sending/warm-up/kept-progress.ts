import type { Context } from '../../context.ts'
import { openKept } from '../../kept.ts'
import { countWaiting } from './count-waiting.ts'

/** The progress of the open warm-up. */
export interface WarmUpProgress {
  day: number
  /** Readers who get each edition. */
  admitted: number
  /** Those and the ones waiting. */
  all: number
  isPaused: boolean
}

export interface KeptProgress {
  /** Null if no warm-up is open. */
  now(): Promise<WarmUpProgress | null>
}

/** Milliseconds until the waiting readers are counted again, which means reading all of them. */
const limits = { longest: 60_000, most: 2 }

/** Cached, for pages that show it beside something else. */
export function openKeptProgress(context: Pick<Context, 'store' | 'clock'>): KeptProgress {
  const kept = openKept<number>(context, limits)
  const { store } = context
  return {
    async now() {
      const open = await store.warmUps.open()
      if (!open) return null
      const { id, admitted, state } = open
      const day = (await store.warmUpDays.list(id)).length
      const waiting = await kept.of(`${id}:${admitted}`, () => countWaiting(context, id))
      return { day, admitted, all: admitted + waiting, isPaused: state === 'paused' }
    },
  }
}
