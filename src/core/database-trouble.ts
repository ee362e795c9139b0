import { isDiskFull } from './disk-full.ts'

/** Temporary failures of a database. */
export type DatabaseTrouble = 'disk-full' | 'server-full' | 'locked' | 'away' | 'short'

/**
 * Recognised by the driver's code or message: SQLite's names, PostgreSQL's SQLSTATE, Node's codes for connections, and pg's messages that
 * have no code.
 */
const signs: [RegExp, DatabaseTrouble][] = [
  [/^SQLITE_BUSY/, 'locked'],
  [
    /^57P0[1235]$|^25P03$|^08\w{3}$|^E(?:CONN(?:RESET|REFUSED)|TIMEDOUT|(?:HOST|NET)UNREACH|NOTFOUND|AI_AGAIN)$|^Connection terminated|^Client has encountered|^timeout exceeded when trying to connect/,
    'away',
  ],
  [/^53100$/, 'server-full'],
  // Out of memory, connections or locks.
  [/^53\w{3}$/, 'short'],
]

/** The temporary failure of the database that an error shows; null if waiting would not help. */
export function troubleOf(error: unknown): DatabaseTrouble | null {
  if (!(error instanceof Error)) return null
  const texts = ['code' in error ? String(error.code) : '', error.message]
  const found = signs.find(([pattern]) => texts.some((text) => pattern.test(text)))
  return found?.[1] ?? (isDiskFull(error) ? 'disk-full' : null)
}
