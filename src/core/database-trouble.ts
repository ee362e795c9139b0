import { isDiskFull } from './disk-full.ts'

/** What keeps a database from working for now. */
export type DatabaseTrouble = 'disk-full' | 'server-full' | 'locked' | 'away' | 'short'

/** By the driver's code or words: SQLite's names, PostgreSQL's SQLSTATE, Node's names of what a connection met, and pg's own sentences, which have no code. */
const signs: [RegExp, DatabaseTrouble][] = [
  [/^SQLITE_BUSY/, 'locked'],
  [
    /^57P0[123]$|^08\w{3}$|^ECONN(RESET|REFUSED)$|^Connection terminated|^Client has encountered|^timeout exceeded when trying to connect/,
    'away',
  ],
  [/^53100$/, 'server-full'],
  // No memory, no connection or no more locks are left.
  [/^53\w{3}$/, 'short'],
]

/** What trouble of the database anything thrown is; null where waiting would not help. */
export function troubleOf(error: unknown): DatabaseTrouble | null {
  if (!(error instanceof Error)) return null
  const told = ['code' in error ? String(error.code) : '', error.message]
  const found = signs.find(([pattern]) => told.some((sign) => pattern.test(sign)))
  return found?.[1] ?? (isDiskFull(error) ? 'disk-full' : null)
}
