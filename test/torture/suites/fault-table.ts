import type { FaultCode } from '../../../src/core/errors.ts'
import type { DeliveryStatus } from '../../../src/core/entities/states.ts'
import type { Breakdown, Stage } from '../server/server-orders.ts'

/** The expected outcome for every recipient while a server breaks down like this, and once it is repaired. */
export interface Expected {
  kind: Breakdown | 'refuse'
  stage: Stage
  /** The state after a run against the broken server. */
  broken: DeliveryStatus
  /** What the run throws if it cannot send at all. */
  throws?: FaultCode
  /** The state after a run two hours later, with the server repaired. */
  repaired: DeliveryStatus
}

type Fate = Pick<Expected, 'broken' | 'throws' | 'repaired'>

const sent: Fate = { broken: 'sent', repaired: 'sent' }
/** There was no session: the rows wait unchanged, and the run reports that the server is unavailable. */
const waits: Fate = { broken: 'queued', throws: 'smtp-unavailable', repaired: 'sent' }
/** The same, but the refusal is permanent: an admin must change something. */
const refused: Fate = { broken: 'queued', throws: 'smtp-refused', repaired: 'sent' }
const deferred: Fate = { broken: 'deferred', repaired: 'sent' }
const failed: Fate = { broken: 'failed', repaired: 'failed' }
const held: Fate = { broken: 'unknown', repaired: 'unknown' }

const fates: Record<Stage, Partial<Record<Breakdown, Fate>>> = {
  connect: {
    drop: waits,
    '421': waits,
    '4xx': waits,
    '5xx': refused,
    stall: waits,
    drip: sent,
    endless: waits,
  },
  // A server that does not know EHLO is greeted by HELO (RFC 5321 §3.2).
  EHLO: {
    drop: waits,
    '421': waits,
    '4xx': sent,
    '5xx': sent,
    stall: waits,
    drip: sent,
    endless: waits,
  },
  AUTH: {
    drop: waits,
    '421': waits,
    '4xx': waits,
    '5xx': refused,
    stall: waits,
    drip: sent,
    endless: waits,
  },
  // Nothing was said about any e-mail: after some connections the server counts as unavailable.
  MAIL: {
    drop: waits,
    '421': waits,
    '4xx': waits,
    '5xx': failed,
    stall: waits,
    drip: sent,
    endless: waits,
  },
  RCPT: {
    drop: waits,
    '421': waits,
    '4xx': deferred,
    '5xx': failed,
    stall: waits,
    drip: sent,
    endless: waits,
  },
  DATA: {
    drop: waits,
    '421': waits,
    '4xx': deferred,
    '5xx': failed,
    stall: waits,
    drip: sent,
    endless: waits,
  },
  // The server has the whole body: unless it refuses explicitly, it may have accepted it.
  end: {
    drop: held,
    '421': deferred,
    '4xx': deferred,
    '5xx': failed,
    stall: held,
    drip: sent,
    endless: held,
    // The reply ends the connection, but affects no e-mail.
    close: sent,
    reset: sent,
    bye: sent,
  },
}

/** Every way to break down at every stage; a server that is not running refuses only the connection. */
export const faultTable: Expected[] = [
  { kind: 'refuse', stage: 'connect', ...waits },
  ...Object.entries(fates).flatMap(([stage, kinds]) =>
    Object.entries(kinds).map(([kind, fate]) => ({
      kind: kind as Breakdown,
      stage: stage as Stage,
      ...fate,
    })),
  ),
]
