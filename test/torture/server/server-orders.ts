/** What the counting server and the program that orders it about say to each other. */

/** Where a conversation can break; `end` is the reply to the final dot. */
export type Stage = 'connect' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'end'

/** What of a conversation can be counted. */
export type Moment = Stage | 'body' | 'taken' | 'answered'

/**
 * `drip` answers rightly, a byte at a time; `endless` drips and never comes to an end; `hold` answers once mended. `close`, `reset` and
 * `bye` answer rightly and end the connection with that, by `bye` with a 421 that nobody asked for.
 */
export type Breakdown =
  'hold' | 'close' | 'reset' | 'bye' | 'drop' | '421' | '4xx' | '5xx' | 'stall' | 'drip' | 'endless'

export interface Fault {
  kind: Breakdown
  stage: Stage
  /** It goes well so often before; 0 where not given. */
  after?: number
  /** So often, then all is well again. */
  times: number
}

/** At so many moments from now, and some milliseconds after, `signal` goes to the process; null only tells. */
export interface Plan {
  moments: number
  after: number
  pid: number
  signal: NodeJS.Signals | null
}

export type Order = { fault: Fault | null } | { plan: Plan } | { forget: true }

export type Told =
  | { told: 'port'; port: number }
  | { told: 'ordered' }
  | { told: 'broken' }
  | { told: 'planned'; moment: Moment; sent: boolean }
