import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { isDiskFull } from '../../core/disk-full.ts'
import type { Disk } from '../../core/ports.ts'
import { patience } from './patience.ts'
import { retryingLock, yieldingLock, type WriteLock } from './write-lock.ts'
import {
  CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
} from 'kysely'

/**
 * SQLite for a ledger: WAL with a sync at every commit, and write locks taken when a transaction begins, because one that upgrades later
 * fails at once with SQLITE_BUSY whatever the timeout.
 */
export function sqliteDialect(
  file: string,
  { isBulk = false, disk = null, mayHold = true }: SqliteOptions = {},
): SqliteDialect {
  const isNew = file !== ':memory:' && makePrivate(file)
  // Some pragmas work only before the first page is written.
  const pragmas = [...(isNew ? ['auto_vacuum = INCREMENTAL'] : []), ...always, ...(isBulk ? forBulk : [])]
  const dialect = (database: Database.Database) =>
    new ImmediateSqliteDialect(database, isBulk ? yieldingLock(database) : retryingLock(database), disk)
  try {
    return dialect(opened(file, pragmas))
  } catch (error) {
    if (!isDiskFull(error)) throw error
    disk?.failed()
  }
  try {
    return dialect(opened(file, pragmas))
  } catch (error) {
    if (!mayHold || !isDiskFull(error)) throw error
    // An exclusive connection needs no shared memory, which is a file.
    return dialect(opened(file, ['locking_mode = EXCLUSIVE', ...pragmas]))
  }
}

const always = ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', `busy_timeout = ${patience}`]

function opened(file: string, pragmas: readonly string[]): Database.Database {
  const database = new Database(file)
  try {
    for (const pragma of pragmas) database.pragma(pragma)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** How a connection writes beside others. */
export interface SqliteOptions {
  /** It writes so many rows that index pages should stay cached and be checkpointed less often, and it leaves time for others to write. */
  isBulk?: boolean
  /** The disk of the file: releases its reserve before a transaction that would find no space. */
  disk?: Disk | null
  /** If a full disk has no space for shared memory, this process may open the database exclusively, at least to read it. */
  mayHold?: boolean
}

/**
 * 8 MB of cached pages, or more on request; checkpointed every 64 MB, because rows in random order change the same index pages again and
 * again. A power failure may lose the last transactions of this connection, but never a part of one: the work continues from what is
 * stored.
 */
const forBulk = ['cache_size = -8000', 'wal_autocheckpoint = 16000', 'synchronous = NORMAL']

/** SQLite would create the file by the umask; `-wal` and `-shm` get the file's own mode. True if there was no file. */
function makePrivate(file: string): boolean {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    // Only a new file is opened: closing another would release the locks of this process's other connections.
    closeSync(openSync(file, 'wx', 0o600))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

const mostStatements = 300

/** Caches prepared statements, because preparing costs more than running most of them. */
function remembering(database: Database.Database) {
  const known = new Map<string, Database.Statement>()
  return {
    close: () => void database.close(),
    prepare(text: string): Database.Statement {
      const statement = known.get(text)
      if (statement && !statement.busy) return statement
      const made = database.prepare(text)
      if (known.size >= mostStatements) known.delete(known.keys().next().value ?? '')
      known.set(text, made)
      return made
    },
  }
}

/** Statements that write without a transaction. BEGIN, pragmas and VACUUM do not count. */
const writing = /^\s*(?:insert|update|delete|with)\b/i

/** Migrations run in one transaction, so that one that is interrupted leaves nothing, and a second process waits for the first. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: Database.Database
  readonly #statements: ReturnType<typeof remembering>
  readonly #lock: WriteLock
  readonly #disk: Disk | null

  constructor(database: Database.Database, lock: WriteLock, disk: Disk | null) {
    const statements = remembering(database)
    super({ database: statements })
    this.#database = database
    this.#statements = statements
    this.#lock = lock
    this.#disk = disk
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalSqliteAdapter()
  }

  override createDriver(): Driver {
    const driver = super.createDriver()
    const init = driver.init.bind(driver)
    driver.init = async (options) => {
      await init(options)
      this.#makePatient(await driver.acquireConnection(options))
    }
    driver.beginTransaction = (connection) => this.#begin(connection)
    driver.commitTransaction = (connection) => this.#commit(connection)
    driver.rollbackTransaction = (connection) => this.#rollBack(connection)
    return driver
  }

  async #begin(connection: DatabaseConnection): Promise<void> {
    this.#disk?.beforeWrite()
    await this.#lock.take(() => connection.executeQuery(CompiledQuery.raw('begin immediate')))
  }

  async #commit(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
    this.#lock.left()
  }

  /** On a full disk SQLite has already rolled back; the error of a second rollback would be reported instead. */
  async #rollBack(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
    this.#lock.left()
  }

  /** Makes a statement that writes without a transaction wait for the lock like a transaction. */
  #makePatient(connection: DatabaseConnection): void {
    const execute = connection.executeQuery.bind(connection)
    connection.executeQuery = async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
      const isAlone = !this.#database.inTransaction && writing.test(query.sql)
      if (!isAlone || this.#statements.prepare(query.sql).readonly) return execute(query)
      await this.#begin(connection)
      try {
        const result = await execute<Row>(query)
        await this.#commit(connection)
        return result
      } catch (error) {
        await this.#rollBack(connection)
        throw error
      }
    }
  }
}
