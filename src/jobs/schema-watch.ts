import { AppError } from '../core/errors.ts'
import type { Store } from '../store/store.ts'

/** Milliseconds between checks; in between, this process may use tables that it does not know. */
const lookEvery = 5_000

export interface SchemaWatch {
  /** Resolves with the reason once a newer version has changed the tables so that this process cannot continue. */
  ended: Promise<AppError>
  stop(): void
}

/** Checks for tables of another version from now on. A database that does not answer is reported elsewhere. */
export function watchSchema({ checkSchema }: Pick<Store, 'checkSchema'>, every = lookEvery): SchemaWatch {
  const { promise: ended, resolve } = Promise.withResolvers<AppError>()
  const look = (): Promise<void> =>
    checkSchema().catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'bad-config') resolve(error)
    })
  const looks = setInterval(() => void look(), every).unref()
  return { ended, stop: () => clearInterval(looks) }
}
