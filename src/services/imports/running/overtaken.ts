import { isDeadlock } from '../../../core/deadlock.ts'

/** Somebody in a batch became known, or signed up, at the same moment: the batch is repeated, and finds them as they are now. */
export class Overtaken extends Error {}

/**
 * False if a batch is to be repeated: also if the database rolled it back because of a deadlock. The other transaction can then continue, so that repeating ends when
 * there are no others.
 */
export const succeeded = (merging: Promise<void>): Promise<boolean> =>
  merging.then(
    () => true,
    (error: unknown) => {
      if (error instanceof Overtaken || isDeadlock(error)) return false
      throw error
    },
  )
