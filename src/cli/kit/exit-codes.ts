import { isDiskFull } from '../../core/disk-full.ts'
import { english } from '../../core/said/sentence.ts'
import { AppError, reasonOf, type FaultCode } from '../../core/errors.ts'
import { withHint } from './hints.ts'

/** The exit codes of the command, after `sysexits.h` where it has one. */
export const exitCode = {
  /** Also when there was nothing to do, or it was done before. */
  done: 0,
  failed: 1,
  usage: 2,
  /** Done in part; unknown deliveries are held, rows failed or wait for another attempt. */
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

/** Trouble with the database in the midst of work, by its driver's code or words, and what to do. */
const troubles: [RegExp, string][] = [
  [
    /^SQLITE_BUSY/,
    'another process has locked the database: end it if it was stopped in the middle of a write, or try later',
  ],
  [
    /^57P0[123]$|^08\w{3}$|^ECONN(RESET|REFUSED)$|^Connection terminated|^Client has encountered/,
    'the connection to the database was lost: run this again once it answers',
  ],
]

function troubleOf(error: unknown, folder = 'the database'): string | null {
  if (!(error instanceof Error) || error instanceof AppError) return null
  if (isDiskFull(error)) return `the disk of ${folder} is full: free some space, then run this again`
  const signs = ['code' in error ? String(error.code) : '', error.message]
  return troubles.find(([pattern]) => signs.some((sign) => pattern.test(sign)))?.[1] ?? null
}

/** What a command that threw ends with. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof AppError) return byFault[error.code]
  return troubleOf(error) === null ? exitCode.failed : exitCode.later
}

/** What a person reads of anything thrown: one line, then its findings; the stack where asked for. `folder` is where the database or the data lie. */
export function wordsFor(error: unknown, withStack: boolean, folder?: string): string[] {
  const message = error instanceof AppError ? withHint(error.says) : reasonOf(error)
  const lines = [`daywire: ${message.split('\n', 1)[0] ?? ''}`]
  if (error instanceof AppError) lines.push(...error.details.map((detail) => `  ${english(detail)}`))
  const trouble = troubleOf(error, folder)
  if (trouble !== null) lines.push(`  ${trouble}`)
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
