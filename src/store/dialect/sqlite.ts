import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { isDiskFull } from '../../core/disk-full.ts'
import type { Disk } from '../../core/ports.ts'
import { patience } from './patience.ts'
import type { WriteTurn } from './write-turn.ts'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type SqliteDatabase,
  SqliteDialect,
} from 'kysely'

/**
 * SQLite for a ledger: WAL with a sync at every commit, and write locks taken when a transaction
 * begins, since one that upgrades later fails at once with SQLITE_BUSY whatever the timeout.
 */
export function sqliteDialect(
  file: string,
  { turn = null, isBulk = false, disk = null, mayHold = true }: SqliteOptions = {},
): SqliteDialect {
  const isNew = file !== ':memory:' && makePrivate(file)
  // What a file can do is settled with its first page.
  const pragmas = [...(isNew ? ['auto_vacuum = INCREMENTAL'] : []), ...always, ...(isBulk ? forBulk : [])]
  try {
    return new ImmediateSqliteDialect(opened(file, pragmas), turn, disk)
  } catch (error) {
    if (!isDiskFull(error)) throw error
    disk?.failed()
  }
  try {
    return new ImmediateSqliteDialect(opened(file, pragmas), turn, disk)
  } catch (error) {
    if (!mayHold || !isDiskFull(error)) throw error
    // Alone, it needs no memory that is shared by way of a file.
    return new ImmediateSqliteDialect(opened(file, ['locking_mode = EXCLUSIVE', ...pragmas]), turn, disk)
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

/** How one connection writes beside others. */
export interface SqliteOptions {
  /** Its turn beside another thread of this process. */
  turn?: WriteTurn | null
  /** It writes so many rows that the pages of their indexes are better kept, and written back less often. */
  isBulk?: boolean
  /** Where it lies: gives space up before a transaction that would find none. */
  disk?: Disk | null
  /** Where a full disk has no space for what processes share, this one may have the database to itself, to read it at least. */
  mayHold?: boolean
}

/**
 * 8 MB of pages, and more where it asks for that; written back every 64 MB, since rows that come in any order change the same pages of an index again and again. A loss of power
 * may take the last transactions of this connection, never a part of one: the work goes on from what is there.
 */
const forBulk = ['cache_size = -8000', 'wal_autocheckpoint = 16000', 'synchronous = NORMAL']

/** SQLite would make the file by the umask; what it makes beside it, `-wal` and `-shm`, gets the file's own mode. True where there was none. */
function makePrivate(file: string): boolean {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  try {
    // Only a new one is opened: to close another would take the locks of this process's other connections.
    closeSync(openSync(file, 'wx', 0o600))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

const mostStatements = 300

/** Prepares a statement once: to prepare costs more than to run most of them. */
function remembering(database: Database.Database): SqliteDatabase {
  const known = new Map<string, Database.Statement>()
  return {
    close: () => void database.close(),
    prepare(text) {
      const statement = known.get(text)
      if (statement && !statement.busy) return statement
      const made = database.prepare(text)
      if (known.size >= mostStatements) known.delete(known.keys().next().value ?? '')
      known.set(text, made)
      return made
    },
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: Database.Database
  readonly #turn: WriteTurn | null
  readonly #disk: Disk | null

  constructor(database: Database.Database, turn: WriteTurn | null, disk: Disk | null) {
    super({ database: remembering(database) })
    this.#database = database
    this.#turn = turn
    this.#disk = disk
  }

  override createDriver(): Driver {
    const driver = super.createDriver()
    driver.beginTransaction = async (connection: DatabaseConnection) => {
      this.#disk?.beforeWrite()
      const begin = async () => void (await connection.executeQuery(CompiledQuery.raw('begin immediate')))
      await (this.#turn ? this.#turn.begin(begin) : begin())
    }
    const commit = driver.commitTransaction.bind(driver)
    driver.commitTransaction = async (connection: DatabaseConnection) => {
      await commit(connection)
      this.#turn?.end()
    }
    // Where the disk is full SQLite has rolled back by itself; a second rollback would be the fault that is reported.
    driver.rollbackTransaction = async (connection: DatabaseConnection) => {
      if (this.#database.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
      this.#turn?.end()
    }
    return driver
  }
}
