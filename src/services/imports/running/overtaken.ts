import { isDeadlock } from '../../../core/deadlock.ts'

/** Somebody of a stretch is known, or signed up at the same moment: the stretch is done again, and finds them, as they are. */
export class Overtaken extends Error {}

/**
 * False where a stretch is to be done again: it was overtaken, or rolled back since it and another transaction waited for each other. The other one goes on then, so
 * this happens as often as there is something else to be done, and no more.
 */
export const succeeded = (merging: Promise<void>): Promise<boolean> =>
  merging.then(
    () => true,
    (error: unknown) => {
      if (error instanceof Overtaken || isDeadlock(error)) return false
      throw error
    },
  )
