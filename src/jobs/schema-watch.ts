import { AppError } from '../core/errors.ts'
import type { Store } from '../store/store.ts'

/** Milliseconds between looks: within these a process may meet tables that it does not know. */
const lookEvery = 5_000

export interface SchemaWatch {
  /** Resolves with the reason once a newer version has changed the tables so that this process cannot go on. */
  ended: Promise<AppError>
  stop(): void
}

/** Looks for tables of another version from now on. That the database does not answer is for others to say. */
export function watchSchema({ checkSchema }: Pick<Store, 'checkSchema'>, every = lookEvery): SchemaWatch {
  const { promise: ended, resolve } = Promise.withResolvers<AppError>()
  const look = (): Promise<void> =>
    checkSchema().catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'bad-config') resolve(error)
    })
  const looks = setInterval(() => void look(), every).unref()
  return { ended, stop: () => clearInterval(looks) }
}
