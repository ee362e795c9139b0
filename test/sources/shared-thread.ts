import { defaultLimits } from '../../src/sources/limits.ts'
import { openReadingThread, type ReadingThread } from '../../src/sources/reading/reading-thread.ts'

let opened: ReadingThread | null = null

/** The one reading thread of a test process, which it leaves as it is: an idle one keeps no process from ending. */
export const sharedThread = (): ReadingThread => (opened ??= openReadingThread(defaultLimits))
