import type { AppError } from '../../../../core/errors.ts'
import type { Context } from '../../../context.ts'

/** Seconds before the next attempt to connect, by the number of failed attempts. */
const waits = [0, 1, 2, 4, 8, 15, 30]
/** Failed attempts in a row, while no connection delivers an e-mail, after which the server counts as unavailable. */
const mostTries = waits.length
/** The same limit in milliseconds, for a server that does not answer. */
const longestFailing = 60_000

/** What a sender's connections share about the state of their server. */
export interface ConnectionBackoff {
  opened(): void
  /** E-mails answered so far. */
  answered(): number
  /** The last error, if the server rejected a connection since it last answered about an e-mail. */
  fault(): AppError | null
  /** Registers one of the sender's connections, until it leaves. */
  join(): Member
}

export interface Member {
  /**
   * If the last connection was rejected, waits for its turn to try another: one at a time, with growing delays. Ends when the signal is
   * aborted.
   */
  ready(): Promise<void>
  /** The server answered about an e-mail. */
  taken(): void
  /**
   * A connection could not be opened, or was lost before it delivered any e-mail. Throws `fault` if the server is unavailable: all
   * connections were rejected and none was ever opened, or several attempts in a row failed.
   */
  turnedAway(fault: AppError): void
  leave(): void
}

/** Creates the backoff for one round of sending; `signal` ends all waiting. */
export function connectionBackoff(
  { clock, wait, events }: Pick<Context, 'clock' | 'wait' | 'events'>,
  signal: AbortSignal,
): ConnectionBackoff {
  const state = { hasOpened: false, answered: 0, members: 0, away: 0, tries: 0, failedTries: 0 }
  let failingSince: Temporal.Instant | null = null
  let lastFault: AppError | null = null
  let queue: Promise<unknown> = Promise.resolve()

  /** Resolves when it is this connection's turn, with a function that ends the turn. */
  async function turn(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const before = queue
    queue = promise
    await before
    if (signal.aborted) return resolve
    const seconds = waits[Math.min(state.tries, waits.length - 1)] ?? 0
    if (seconds > 0) {
      const message = `the mail server accepts no further connection (${lastFault?.message}); the next is tried in ${seconds} s`
      events.emit({ name: 'server.waits', message, data: { seconds } })
      await wait(seconds * 1000, signal)
    }
    return resolve
  }

  function isUnavailable(): boolean {
    if (state.away < state.members) return false
    if (!state.hasOpened) return true
    const failing = failingSince?.until(clock.now()).total('milliseconds') ?? 0
    return state.failedTries >= mostTries || (state.failedTries > 0 && failing >= longestFailing)
  }

  function join(): Member {
    let [isAway, endTurn] = [false, null as (() => void) | null]
    state.members += 1
    const back = () => {
      if (isAway) state.away -= 1
      isAway = false
      endTurn?.()
      endTurn = null
    }
    return {
      async ready() {
        if (isAway) endTurn ??= await turn()
      },
      taken() {
        Object.assign(state, { answered: state.answered + 1, failedTries: 0 })
        failingSince = lastFault = null
        if (isAway) state.tries = 0
        back()
      },
      turnedAway(fault) {
        if (!isAway) state.away += 1
        isAway = true
        failingSince ??= clock.now()
        lastFault = fault
        if (endTurn) Object.assign(state, { tries: state.tries + 1, failedTries: state.failedTries + 1 })
        // The turn is kept in this case: after the last attempt nobody is to try again.
        if (isUnavailable()) throw fault
        endTurn?.()
        endTurn = null
      },
      leave() {
        back()
        state.members -= 1
      },
    }
  }

  return {
    opened: () => void (state.hasOpened = true),
    answered: () => state.answered,
    fault: () => lastFault,
    join,
  }
}
