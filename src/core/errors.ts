/** Every fault that has a name. The web maps them to a status, the CLI to an exit code. */
export type FaultCode =
  | 'bad-config'
  | 'bad-input'
  | 'not-found'
  | 'conflict'
  | 'store-unavailable'
  | 'template-broken'
  | 'smtp-unavailable'
  | 'smtp-refused'
  | 'not-permitted'
  | 'busy'

/** A fault that a person should read: what went wrong, where, and what to do about it. */
export class AppError extends Error {
  readonly code: FaultCode
  /** One finding a line, where there are several (every bad row of a list, every bad setting). */
  readonly details: readonly string[]

  constructor(
    code: FaultCode,
    message: string,
    options: { cause?: unknown; details?: readonly string[] } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? []
  }
}

/** The message of anything thrown, for a log or a stored reason. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
