import { english } from './said/sentence.ts'
import { text, type Reason, type Said } from './said/said.ts'

/** Codes of all known faults. The web maps them to a status, the CLI to an exit code. */
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

/** A fault to be shown to people: what went wrong, where, and what to do about it. */
export class AppError extends Error {
  readonly code: FaultCode
  /** What pages and commands turn into a sentence; `message` is the same in English, for logs. */
  readonly says: Said
  /** One finding per line, if there are several (every bad row of a list, every bad setting). */
  readonly details: readonly Reason[]

  constructor(code: FaultCode, says: Said, options: { cause?: unknown; details?: readonly Reason[] } = {}) {
    super(english(says), { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.says = says
    this.details = options.details ?? []
  }
}

/** The message of any thrown value, for a log or a stored reason. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The reason of any thrown value: an `AppError`'s code, otherwise the message. */
export function whySaid(error: unknown): Said {
  return error instanceof AppError ? error.says : text(reasonOf(error))
}
