import { troubleOf, type DatabaseTrouble } from '../../core/database-trouble.ts'
import { english } from '../../core/said/sentence.ts'
import { AppError, reasonOf, type FaultCode } from '../../core/errors.ts'
import { withHint } from './hints.ts'

/** The exit codes of commands, following `sysexits.h` where it defines one. */
export const exitCode = {
  /** Also if there was nothing to do, or it was done before. */
  done: 0,
  failed: 1,
  usage: 2,
  /** Partly done: deliveries are unknown, rows failed or wait for another attempt. */
  part: 3,
  /** EX_TEMPFAIL */
  later: 75,
  /** EX_CONFIG */
  badConfig: 78,
} as const

const byFault: Record<FaultCode, number> = {
  'bad-config': exitCode.badConfig,
  'bad-input': exitCode.failed,
  'not-found': exitCode.failed,
  conflict: exitCode.failed,
  'store-unavailable': exitCode.later,
  'template-broken': exitCode.failed,
  'smtp-unavailable': exitCode.later,
  'smtp-refused': exitCode.failed,
  'not-permitted': exitCode.failed,
  busy: exitCode.later,
}

/** What to do about trouble with the database. `folder` is where it or the data are stored. */
const remedies: Record<DatabaseTrouble, (folder: string) => string> = {
  'disk-full': (folder) => `the disk of ${folder} is full: free some space, then run this again`,
  'server-full': () => 'the disk of the database server is full: free some space there, then run this again',
  locked: () =>
    'another process has locked the database: end it if it was stopped in the middle of a write, or try later',
  away: () => 'the connection to the database was lost: run this again once it answers',
  short: () => 'the database server is short of memory or connections: run this again later',
}

function remedyOf(error: unknown, folder = 'the database'): string | null {
  const trouble = error instanceof AppError ? null : troubleOf(error)
  return trouble && remedies[trouble](folder)
}

/** The exit code for a thrown error. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof AppError) return byFault[error.code]
  return remedyOf(error) === null ? exitCode.failed : exitCode.later
}

/**
 * The lines that describe a thrown error: one line, then its findings; the stack on request. `folder` is where the database or the data are
 * stored.
 */
export function wordsFor(error: unknown, withStack: boolean, folder?: string): string[] {
  const message = error instanceof AppError ? withHint(error.says) : reasonOf(error)
  const lines = [`daywire: ${message.split('\n', 1)[0] ?? ''}`]
  if (error instanceof AppError) lines.push(...error.details.map((detail) => `  ${english(detail)}`))
  const remedy = remedyOf(error, folder)
  if (remedy !== null) lines.push(`  ${remedy}`)
  if (isTakenPort(error)) lines.push('  another program uses that port; set DAYWIRE_PORT to a free one')
  if (withStack && error instanceof Error) lines.push(...stackOf(error))
  return lines
}

function isTakenPort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

function stackOf(error: Error): string[] {
  const cause = error.cause instanceof Error ? ['caused by:', ...stackOf(error.cause)] : []
  return [...(error.stack ?? '').split('\n'), ...cause]
}
