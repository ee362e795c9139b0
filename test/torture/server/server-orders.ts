/** The messages between the counting server and its parent process. */

/** Where a conversation can break; `end` is the reply to the final dot. */
export type Stage = 'connect' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'end'

/** Countable moments of a conversation. */
export type Moment = Stage | 'body' | 'taken' | 'answered'

/**
 * `drip` replies correctly, one byte at a time; `endless` drips without an end; `hold` replies once it is repaired. `close`, `reset` and
 * `bye` reply correctly and then end the connection, `bye` with an unsolicited 421.
 */
export type Breakdown =
  'hold' | 'close' | 'reset' | 'bye' | 'drop' | '421' | '4xx' | '5xx' | 'stall' | 'drip' | 'endless'

export interface Fault {
  kind: Breakdown
  stage: Stage
  /** How many times it works before; 0 by default. */
  after?: number
  /** How many times it breaks down; then everything works again. */
  times: number
}

/** After this many moments, and some milliseconds, `signal` is sent to the process; null only reports the moment. */
export interface Plan {
  moments: number
  after: number
  pid: number
  signal: NodeJS.Signals | null
}

export type Order = { fault: Fault | null } | { plan: Plan } | { forget: true }

export type ServerMessage =
  | { kind: 'port'; port: number }
  | { kind: 'ordered' }
  | { kind: 'broken' }
  | { kind: 'planned'; moment: Moment; sent: boolean }
