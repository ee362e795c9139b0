import { type Kysely, sql } from 'kysely'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { Tables } from '../tables/tables.ts'
import { queues, schema, schemaVersion } from './kinds.ts'
import type { OpenBoss } from './open-boss.ts'
import type { StoredQueue } from './queue.ts'

interface Found {
  version: number
  names: string[]
}

/** pg-boss's tables and queues: it has migrations of its own, by the version of its schema. */
export function queueTables(db: Kysely<Tables>, boss: OpenBoss): Pick<StoredQueue, 'migrate' | 'pending'> {
  /** What is there, by one query; null where nothing is. */
  const find = (): Promise<Found | null> =>
    sql<Found>`
      select version, (select array_agg(name) from ${sql.id(schema, 'queue')}) as names
      from ${sql.id(schema, 'version')}`
      .execute(db)
      .then(
        ({ rows: [row] }) => (row ? { version: row.version, names: row.names ?? [] } : null),
        () => null,
      )
  const isCurrent = (found: Found | null): boolean => found?.version === schemaVersion
  const lacking = (found: Found | null): string[] =>
    [...queues.keys()].filter((name) => !found?.names.includes(name))
  const pendingAfter = (found: Found | null): string[] => [
    ...(isCurrent(found) ? [] : [`queue-${schemaVersion}`]),
    ...lacking(found).map((name) => `queue-${name}`),
  ]

  async function bringUpToDate(version: number | null): Promise<void> {
    if (version !== null && version > schemaVersion)
      throw new AppError('store-unavailable', said('queue-newer', { found: version, known: schemaVersion }))
    const { getConstructionPlans, getMigrationPlans } = await import('pg-boss')
    const plans = version === null ? getConstructionPlans(schema) : getMigrationPlans(schema, version)
    await sql
      .raw(plans)
      .execute(db)
      .catch(async (error: unknown) => {
        // Another process may have been first.
        if (!isCurrent(await find())) throw error
      })
  }

  return {
    async migrate() {
      const found = await find()
      const done = pendingAfter(found)
      if (!isCurrent(found)) await bringUpToDate(found?.version ?? null)
      for (const name of lacking(found)) await (await boss()).createQueue(name, queues.get(name) ?? {})
      return done
    },
    pending: async () => pendingAfter(await find()),
  }
}
