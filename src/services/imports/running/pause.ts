import { setImmediate } from 'node:timers/promises'

/** Lets what else this thread has to do go first. */
export const turn = (): Promise<void> => setImmediate()
