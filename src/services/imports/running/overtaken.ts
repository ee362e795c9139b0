/** Somebody of a stretch is known, or signed up at the same moment: the stretch is done again, and finds them, as they are. */
export class Overtaken extends Error {}

/** False where a stretch is to be done again. */
export const succeeded = (merging: Promise<void>): Promise<boolean> =>
  merging.then(
    () => true,
    (error: unknown) => {
      if (error instanceof Overtaken) return false
      throw error
    },
  )
