import type { CreateTableBuilder } from 'kysely'

/** The two SQL dialects that the store supports. */
export type Backend = 'sqlite' | 'postgres'

/** Starts a table with an auto-incrementing integer key. */
export function identity<T extends string, C extends string>(
  table: CreateTableBuilder<T, C>,
  backend: Backend,
): CreateTableBuilder<T, C | 'id'> {
  return backend === 'sqlite'
    ? table.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
    : table.addColumn('id', 'bigint', (c) => c.generatedByDefaultAsIdentity().primaryKey())
}

/** An instant as stored in a column. */
export function toMs(instant: Temporal.Instant): number {
  return instant.epochMilliseconds
}

export function orMs(instant: Temporal.Instant | null): number | null {
  return instant?.epochMilliseconds ?? null
}

export function toInstant(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms)
}

export function orInstant(ms: number | null): Temporal.Instant | null {
  return ms === null ? null : toInstant(ms)
}

/** Parses a JSON column that the store wrote itself. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T
}
