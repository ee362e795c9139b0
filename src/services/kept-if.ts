import type { Store } from '../store/store.ts'

class RolledBack<T> extends Error {
  readonly result: T

  constructor(result: T) {
    super('rolled back')
    this.result = result
  }
}

/** Does work in one transaction, and commits it if its result says so, otherwise rolls back: a dry run uses the same code. */
export async function keptIf<T>(
  store: Pick<Store, 'transaction'>,
  isKept: (result: T) => boolean,
  work: Parameters<typeof store.transaction<T>>[0],
): Promise<T> {
  try {
    return await store.transaction(async (tx) => {
      const result = await work(tx)
      if (!isKept(result)) throw new RolledBack(result)
      return result
    })
  } catch (error) {
    if (error instanceof RolledBack) return error.result as T
    throw error
  }
}
