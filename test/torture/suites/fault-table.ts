import type { FaultCode } from '../../../src/core/errors.ts'
import type { DeliveryStatus } from '../../../src/core/entities/states.ts'
import type { Breakdown, Stage } from '../server/server-orders.ts'

/** What must become of every recipient while a server breaks down so, and once it is mended. */
export interface Expected {
  kind: Breakdown | 'refuse'
  stage: Stage
  /** The state after a run against the broken server. */
  broken: DeliveryStatus
  /** What the run throws where it cannot send at all. */
  throws?: FaultCode
  /** The state after a run two hours later, with the server mended. */
  mended: DeliveryStatus
}

type Fate = Pick<Expected, 'broken' | 'throws' | 'mended'>

const sent: Fate = { broken: 'sent', mended: 'sent' }
/** No session came about: the rows wait as they are, and the run says that the server cannot be had. */
const waits: Fate = { broken: 'queued', throws: 'smtp-unavailable', mended: 'sent' }
/** The same, and the server's word is final: an admin must change something. */
const refused: Fate = { broken: 'queued', throws: 'smtp-refused', mended: 'sent' }
const deferred: Fate = { broken: 'deferred', mended: 'sent' }
const failed: Fate = { broken: 'failed', mended: 'failed' }
const held: Fate = { broken: 'unknown', mended: 'unknown' }

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
  // Who does not know EHLO is greeted by HELO (RFC 5321 §3.2).
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
  // Nothing was said of any mail: after some connections the server counts as one that cannot be had.
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
  // The server has the whole body: what it does not refuse in words, it may have taken.
  end: {
    drop: held,
    '421': deferred,
    '4xx': deferred,
    '5xx': failed,
    stall: held,
    drip: sent,
    endless: held,
    // What ends with the reply is the connection, and no mail.
    close: sent,
    reset: sent,
    bye: sent,
  },
}

/** Every way to break down at every stage; a server that nobody runs refuses only the connection. */
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
