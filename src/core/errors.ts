import { english } from './said/sentence.ts'
import { text, type Reason, type Said } from './said/said.ts'

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
  /** What a surface makes a sentence of; `message` is the same in English, for logs. */
  readonly says: Said
  /** One finding a line, where there are several (every bad row of a list, every bad setting). */
  readonly details: readonly Reason[]

  constructor(code: FaultCode, says: Said, options: { cause?: unknown; details?: readonly Reason[] } = {}) {
    super(english(says), { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.says = says
    this.details = options.details ?? []
  }
}

/** The message of anything thrown, for a log or a stored reason. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** What anything thrown says: a fault with a name by its code, another by its message. */
export function whySaid(error: unknown): Said {
  return error instanceof AppError ? error.says : text(reasonOf(error))
}
