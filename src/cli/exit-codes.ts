import { AppError, type FaultCode } from '../core/errors.ts'

/** The exit codes of the command, after `sysexits.h` where it has one. */
export const exitCode = {
  /** Also when there was nothing to do, or it was done before. */
  done: 0,
  failed: 1,
  usage: 2,
  /** Done in part; unknown deliveries are held, rows failed or wait for another try. */
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
  'not-allowed': exitCode.failed,
  busy: exitCode.later,
}

/** What a command that threw ends with. */
export function exitCodeOf(error: unknown): number {
  return error instanceof AppError ? byFault[error.code] : exitCode.failed
}

/** What a person reads of anything thrown: one line, then its findings; the stack where asked for. */
export function wordsFor(error: unknown, withStack: boolean): string[] {
  const message = error instanceof Error ? error.message : String(error)
  const lines = [`daywire: ${message.split('\n', 1)[0] ?? ''}`]
  if (error instanceof AppError) lines.push(...error.details.map((detail) => `  ${detail}`))
  else if (isTakenPort(error)) lines.push('  another program uses that port; set DAYWIRE_PORT to a free one')
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
