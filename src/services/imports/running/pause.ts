import { setImmediate } from 'node:timers/promises'

/** Lets other work of this thread run first. */
export const turn = (): Promise<void> => setImmediate()
