import { CompiledQuery, Kysely } from 'kysely'
import pg from 'pg'
import { postgresDialect } from '../../src/store/dialect/postgres.ts'
import { sqliteDialect } from '../../src/store/dialect/sqlite.ts'

/** A bare database: the store's driver with its settings and prepared statements, and nothing else of the store. */
export interface BareDatabase {
  url: string
  /** Rows as the driver returns them; `?` stands for a parameter. */
  run(statement: string, parameters?: readonly unknown[]): Promise<unknown[]>
  close(): Promise<void>
}

export const bareSqlite = (file: string): BareDatabase => bare(`sqlite:${file}`, sqliteDialect(file))

/** A temporary database on a server, dropped when it is closed. */
export async function barePostgres(server: string): Promise<BareDatabase> {
  const name = `daywire_bench_${process.pid}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const own = bare(url.href, postgresDialect(url.href))
  return {
    ...own,
    async close() {
      await own.close()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

function bare(url: string, dialect: ConstructorParameters<typeof Kysely>[0]['dialect']): BareDatabase {
  const db = new Kysely<unknown>({ dialect })
  const isServer = url.startsWith('postgres')
  /** Placeholders are numbered once per text. */
  const numbered = new Map<string, string>()
  const textOf = (statement: string) => {
    const known = numbered.get(statement)
    if (known !== undefined) return known
    let place = 0
    const text = isServer ? statement.replace(/\?/g, () => `$${++place}`) : statement
    numbered.set(statement, text)
    return text
  }
  return {
    url,
    run: async (statement, parameters = []) =>
      (await db.executeQuery(CompiledQuery.raw(textOf(statement), [...parameters]))).rows,
    close: () => db.destroy(),
  }
}
