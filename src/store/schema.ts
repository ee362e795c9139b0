import type { Backend } from './columns.ts'
import { newerFault, schemaFault, type SchemaState } from './migrations/schema-state.ts'
import type { TableMigrations } from './migrations/table-migrations.ts'
import type { StoredQueue } from './queue/queue.ts'

/**
 * What opening a database may do to its tables on PostgreSQL, where several processes use them: nothing, create those of an empty database,
 * or migrate. SQLite is for one process, which always migrates.
 */
export type SchemaUse = 'check' | 'create' | 'migrate'

/** The tables of Daywire and of its job queue. */
export interface Schema {
  /** Returns the names of the migrations that were run. Throws `bad-config` if this version cannot run on the tables. */
  prepare(use: SchemaUse): Promise<string[]>
  /** Throws `bad-config` if this version cannot run on the current tables, naming what was found and what is needed. */
  checkSchema(): Promise<void>
  schemaState(): Promise<SchemaState>
  /**
   * Migrates the tables; returns the names of the migrations that were run. Throws `bad-config` for tables of a newer version that this one
   * cannot run on.
   */
  migrate(onStep?: (done: number, total: number) => void): Promise<string[]>
  /** Names of migrations that have not been run. */
  pending(): Promise<string[]>
}

export function schemaOf(backend: Backend, tables: TableMigrations, queue: StoredQueue | null): Schema {
  const parts = async (): Promise<SchemaState[]> => [
    await tables.state(),
    ...(queue ? [await queue.state()] : []),
  ]
  const refuse = (states: SchemaState[], faultOf: typeof schemaFault): void => {
    const fault = states.map(faultOf).find((found) => found !== null)
    if (fault) throw fault
  }

  async function migrate(onStep: (done: number, total: number) => void = () => undefined): Promise<string[]> {
    refuse(await parts(), newerFault)
    return [...(await tables.migrate(onStep)), ...((await queue?.migrate()) ?? [])]
  }

  return {
    migrate,
    async prepare(use) {
      if (backend === 'sqlite' || use === 'migrate') return migrate()
      const states = await parts()
      if (use === 'create' && states[0]?.found === null) return migrate()
      refuse(states, schemaFault)
      return []
    },
    checkSchema: async () => refuse(await parts(), schemaFault),
    async schemaState() {
      const [own, ...others] = await parts()
      const all = own ? [own, ...others] : others
      return {
        found: own?.found ?? null,
        needed: own?.needed ?? '',
        pending: all.flatMap(({ pending }) => pending),
        ahead: all.flatMap(({ ahead }) => ahead),
      }
    },
    pending: async () => (await parts()).flatMap(({ pending }) => pending.map(({ name }) => name)),
  }
}
