/** Somebody in a batch became known, or signed up, at the same moment: the batch is repeated, and finds them as they are now. */
export class Overtaken extends Error {}

/** False if a batch is to be repeated. */
export const succeeded = (merging: Promise<void>): Promise<boolean> =>
  merging.then(
    () => true,
    (error: unknown) => {
      if (error instanceof Overtaken) return false
      throw error
    },
  )
