import { defaultLimits } from '../../src/sources/limits.ts'
import { openReadingThread, type ReadingThread } from '../../src/sources/reading/reading-thread.ts'

let opened: ReadingThread | null = null

/** The only reading thread of a test process, which does not close it: an idle one keeps no process from exiting. */
export const sharedThread = (): ReadingThread => (opened ??= openReadingThread(defaultLimits))
