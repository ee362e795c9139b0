import { type Kysely, sql } from 'kysely'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { SchemaState, SchemaStep } from '../migrations/schema-state.ts'
import { rowsOrNone } from '../rows-or-none.ts'
import type { Tables } from '../tables/tables.ts'
import { queues, schema, schemaVersion } from './kinds.ts'
import type { OpenBoss } from './open-boss.ts'
import type { StoredQueue } from './queue.ts'

interface Found {
  version: number
  names: string[]
}

const step = (version: number): string => `queue-${version}`

/** pg-boss's tables and queues: it has its own migrations, by the version of its schema. */
export function queueTables(db: Kysely<Tables>, boss: OpenBoss): Pick<StoredQueue, 'migrate' | 'state'> {
  /** What exists, by one query; null if nothing does. */
  async function find(): Promise<Found | null> {
    const query = sql<Found>`
      select version, (select array_agg(name) from ${sql.id(schema, 'queue')}) as names
      from ${sql.id(schema, 'version')}`
    const [row] = await rowsOrNone(query.execute(db))
    return row ? { version: row.version, names: row.names ?? [] } : null
  }
  const isCurrent = (found: Found | null): boolean => found?.version === schemaVersion
  const lacking = (found: Found | null): string[] =>
    [...queues.keys()].filter((name) => !found?.names.includes(name))

  async function bringUpToDate(version: number | null): Promise<void> {
    const { getConstructionPlans, getMigrationPlans } = await import('pg-boss')
    const plans =
      version === null
        ? getConstructionPlans(schema, { createSchema: await makesSchema(db) })
        : getMigrationPlans(schema, version)
    await db.connection().execute(async (one) => {
      try {
        await sql.raw(plans).execute(one)
      } catch (error) {
        // The plans begin a transaction themselves: the connection would return to the pool inside it.
        await sql`rollback`.execute(one)
        throw error
      }
    })
  }

  async function bringAllUpToDate(): Promise<string[]> {
    const found = await find()
    const done = pendingAfter(found, lacking(found))
    if (!isCurrent(found)) await bringUpToDate(found?.version ?? null)
    for (const name of lacking(found)) await (await boss()).createQueue(name, queues.get(name) ?? {})
    return done.map(({ name }) => name)
  }

  return {
    async migrate() {
      const found = await find()
      if (isCurrent(found) && lacking(found).length === 0) return []
      return alone(db, bringAllUpToDate)
    },
    async state() {
      const found = await find()
      return stateOf(found, lacking(found))
    },
  }
}

/**
 * False if the schema is there, such as for a user who may make none, whom PostgreSQL refuses `create schema if not exists` even then. Throws `bad-config` if it
 * is missing and the user may not make it.
 */
async function makesSchema(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ user: string; isThere: boolean; mayMake: boolean }>`
    select current_user as "user", to_regnamespace(${schema}) is not null as "isThere",
      has_database_privilege(current_database(), 'create') as "mayMake"`.execute(db)
  const [found] = rows
  if (!found?.isThere && found?.mayMake === false)
    throw new AppError('bad-config', said('queue-schema-refused', { user: found.user, schema }))
  return !found?.isThere
}

/** Others that migrate at the same time wait: a session-level lock, because the work uses several connections. */
async function alone<T>(db: Kysely<Tables>, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (one) => {
    await sql`select pg_advisory_lock(7311090)`.execute(one)
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(7311090)`.execute(one)
    }
  })
}

/** pg-boss requires exactly its own version of the tables; an additional queue does no harm. */
function pendingAfter(found: Found | null, lacking: string[]): SchemaStep[] {
  const isOlder = (found?.version ?? 0) < schemaVersion
  return [
    ...(isOlder ? [{ name: step(schemaVersion), kind: 'contract' as const }] : []),
    ...lacking.map((name) => ({ name: `queue-${name}`, kind: 'expand' as const })),
  ]
}

function stateOf(found: Found | null, lacking: string[]): SchemaState {
  const isNewer = (found?.version ?? 0) > schemaVersion
  return {
    found: found && step(found.version),
    needed: step(schemaVersion),
    pending: pendingAfter(found, lacking),
    ahead: found && isNewer ? [{ name: step(found.version), kind: 'contract' }] : [],
  }
}
