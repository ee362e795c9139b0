import type { AppError } from '../../../../core/errors.ts'
import type { Context } from '../../../context.ts'

/** Seconds before a connection is tried, by how many tries before it were in vain. */
const waits = [0, 1, 2, 4, 8, 15, 30]
/** Tries one after the other, while no connection takes a mail, after which the server counts as one that cannot be had. */
const mostTries = waits.length
/** The same in milliseconds, for a server that does not answer. */
const longestVain = 60_000

/** What all connections of one sender know of how their server takes them. */
export interface ConnectionBackoff {
  /** A connection was opened. */
  opened(): void
  /** Mails that were answered until now. */
  answered(): number
  /** What was last found of the server, where it turned connections away since it last answered about a mail. */
  fault(): AppError | null
  /** One of the sender's connections, until it leaves. */
  join(): Member
}

export interface Member {
  /**
   * Where this one's last connection was turned away, waits for its turn to try another: one at a time tries, after waits that grow.
   * Ends when the signal asks for it.
   */
  ready(): Promise<void>
  /** The server answered about a mail. */
  taken(): void
  /**
   * A connection could not be opened, or was lost before it took any mail. Throws `fault` where the server cannot be had: all
   * connections were turned away, and none was ever opened, or several tries after each other came to nothing.
   */
  turnedAway(fault: AppError): void
  leave(): void
}

/** Opens it for one round of sending; `signal` ends all waiting. */
export function connectionBackoff(
  { clock, wait, events }: Pick<Context, 'clock' | 'wait' | 'events'>,
  signal: AbortSignal,
): ConnectionBackoff {
  const state = { hasOpened: false, answered: 0, members: 0, away: 0, tries: 0, vainTries: 0 }
  let vainSince: Temporal.Instant | null = null
  let lastFault: AppError | null = null
  let queue: Promise<unknown> = Promise.resolve()

  /** Resolves when it is this one's turn; what it gives ends the turn. */
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

  function isHopeless(): boolean {
    if (state.away < state.members) return false
    if (!state.hasOpened) return true
    const vain = vainSince?.until(clock.now()).total('milliseconds') ?? 0
    return state.vainTries >= mostTries || (state.vainTries > 0 && vain >= longestVain)
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
        Object.assign(state, { answered: state.answered + 1, vainTries: 0 })
        vainSince = lastFault = null
        if (isAway) state.tries = 0
        back()
      },
      turnedAway(fault) {
        if (!isAway) state.away += 1
        isAway = true
        vainSince ??= clock.now()
        lastFault = fault
        if (endTurn) Object.assign(state, { tries: state.tries + 1, vainTries: state.vainTries + 1 })
        // The turn is kept then: nobody is to try after the last try.
        if (isHopeless()) throw fault
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
