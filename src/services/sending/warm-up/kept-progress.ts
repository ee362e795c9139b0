import type { Context } from '../../context.ts'
import { openKept } from '../../kept.ts'
import { countWaiting } from './count-waiting.ts'

/** How far the warm-up that is open has come. */
export interface WarmUpProgress {
  day: number
  /** Readers who get each edition. */
  admitted: number
  /** They, and those who wait. */
  all: number
  isPaused: boolean
}

export interface KeptProgress {
  /** Null while none is open. */
  now(): Promise<WarmUpProgress | null>
}

/** In milliseconds: whoever waits is counted anew so often, as that takes a look at everybody. */
const limits = { longest: 60_000, most: 2 }

/** For pages that say it beside something else. */
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
