import type { Migration } from 'kysely/migration'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'

/**
 * Whether processes of an earlier version, which do not know a migration, can continue with its tables: after an `expand`, which only adds,
 * they can; after a `contract`, which changes or removes, they cannot.
 */
export type MigrationKind = 'expand' | 'contract'

/** Those before `0090-migration-kinds` have no kind. */
export interface KnownMigration extends Migration {
  kind?: MigrationKind
}

/** One migration, or one thing that the job queue needs. */
export interface SchemaStep {
  name: string
  kind: MigrationKind
}

/** The tables of a database compared with those that this version of the program needs. */
export interface SchemaState {
  /** The last step of this version that was run; null if there are no tables. */
  found: string | null
  /** The last step of this version. */
  needed: string
  /** Steps of this version that were not run. */
  pending: SchemaStep[]
  /** Steps of a newer version that were run. */
  ahead: SchemaStep[]
}

/** Why neither this version nor its migrations may use the tables: a newer version changed them; null if they may. */
export function newerFault({ needed, pending, ahead }: SchemaState): AppError | null {
  const newest = ahead.at(-1)
  if (!newest || (pending.length === 0 && ahead.every(({ kind }) => kind === 'expand'))) return null
  return new AppError('bad-config', said('database-newer', { found: newest.name, known: needed }))
}

/** Why this version cannot run on the current tables; null if it can. */
export function schemaFault(state: SchemaState): AppError | null {
  const { found, pending } = state
  const newer = newerFault(state)
  const last = pending.at(-1)
  if (newer || !last) return newer
  return new AppError(
    'bad-config',
    found === null ? said('database-empty') : said('database-older', { found, needed: last.name }),
  )
}
