import { setTimeout as wait } from 'node:timers/promises'
import { domainLimit, domainOf, slice, type Limits } from '../../../core/smtp/limits.ts'
import type { SendOutcome } from '../../../mail/outgoing/transport.ts'
import type { Rest } from '../../../core/entities/sending/domain-rest.ts'
import { domainConnections } from './domain-connections.ts'
import type { DeliverDeps } from '../../context.ts'
import { limitsOf } from './limits.ts'
import { spreadRetries } from './spread-retries.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** Permission to send one e-mail, or until when it must wait and why. */
export type Leave =
  | {
      ok: true
      /** Reports the outcome, and whether it was the e-mail's first attempt. */
      end(outcome: SendOutcome, isFirst: boolean): Promise<void>
      /** There was no connection to send over, or it was lost. */
      cancel(): void
    }
  /**
   * `until` is null if the sender was asked to stop meanwhile. `isBusyHere`: all connections that the domain may have are in use, one of
   * them in this process, which may send the e-mail next.
   */
  | { ok: false; until: Temporal.Instant | null; reason: Said; isBusyHere: boolean }

/** Applies the limits to one sender; all senders share them through the store. */
export interface Pace {
  /** Waits for its turn among all e-mails; one that the limits of its domain postpone is refused until then. */
  leave(address: string): Promise<Leave>
  /** True if a connection that has carried this many e-mails should be replaced. */
  isWorn(mails: number): boolean
  /** True if limits have postponed e-mails beyond `since`. */
  hasPutOff(since: Temporal.Instant): boolean
  close(): Promise<void>
}

type Deps = Pick<DeliverDeps, 'store' | 'clock' | 'random' | 'settings'>

/** Milliseconds between reads of limits and paused domains. */
const lookEvery = 5_000
const firstRest = 60
const longestRest = 3_600
/** Milliseconds; a limit may have been changed by then. */
const longestPutOff = 600_000
/** Milliseconds; a turn of a domain that is no further ahead is waited for, so that e-mails due at the same time keep their order. */
const patience = 1_000
/** Milliseconds for which turns are reserved ahead; those of a sender that dies are lost. */
const ahead = 2_000

/** Opens the limits of this process for one round of sending. */
export function openPace(context: Deps, signal: AbortSignal): Pace {
  const { store, clock } = context
  let limits: Limits | null = null
  let rests = new Map<string, Rest>()
  let lookedAt = 0
  let putOffUntil = 0
  const all = turns(context, '')
  const domains = new Map<string, Turns>()
  const planned = new Map<string, number>()
  const connections = domainConnections(context)
  const nextTry = spreadRetries(context)

  async function look(): Promise<Limits> {
    const now = clock.now().epochMilliseconds
    if (limits && Math.abs(now - lookedAt) < lookEvery) return limits
    lookedAt = now
    limits = await limitsOf(context)
    rests = new Map((await store.pace.rests()).map((rest) => [rest.domain, rest]))
    return limits
  }

  function putOff(wanted: number, reason: Said, isBusyHere = false): Leave {
    const until = Math.ceil(Math.min(wanted, clock.now().epochMilliseconds + longestPutOff))
    putOffUntil = Math.max(putOffUntil, until)
    return { ok: false, until: Temporal.Instant.fromEpochMilliseconds(until), reason, isBusyHere }
  }

  /** Spreads a domain's postponed e-mails over the time that its limit allows. */
  async function laterTurn(domain: string, perMinute: number): Promise<Leave> {
    const taken = (await store.pace.takenUntil(domain)) ?? clock.now()
    const until = Math.max(taken.epochMilliseconds, planned.get(domain) ?? 0)
    planned.set(domain, until + 60_000 / perMinute)
    return putOff(until, said('domain-per-minute', { count: perMinute, domain }))
  }

  async function record(domain: string, outcome: SendOutcome, isFirst: boolean): Promise<void> {
    const standing = rests.get(domain)
    // E-mails in progress when the domain asked neither end its pause nor extend it.
    if (standing && standing.until.epochMilliseconds > clock.now().epochMilliseconds) return
    const steps = standing?.steps ?? 0
    if (outcome.outcome === 'sent' && steps > 0) {
      rests.delete(domain)
      await store.pace.rest({ domain, until: clock.now(), steps: 0 })
    }
    if (outcome.outcome !== 'deferred' && outcome.outcome !== 'lost') return
    if (outcome.stage === 'connect' || !outcome.slowDown) return
    // Greylisting refuses each e-mail's first attempt: a pause would postpone the second attempt of all.
    if (isFirst && outcome.mayBeGreylisting) return
    const seconds = Math.min(firstRest * 2 ** steps, longestRest) * (0.75 + context.random.next() / 2)
    const rest = { domain, until: clock.now().add({ seconds: Math.round(seconds) }), steps: steps + 1 }
    rests.set(domain, rest)
    await store.pace.rest(rest)
  }

  return {
    async leave(address) {
      const { perMinute, ...rest } = await look()
      const domain = domainOf(address)
      const resting = rests.get(domain)?.until
      if (resting && resting.epochMilliseconds > clock.now().epochMilliseconds)
        return putOff(resting.epochMilliseconds, said('domain-asked-for-fewer', { domain }))
      const limit = domainLimit({ perMinute, ...rest }, domain)
      if (limit.connections !== null && !(await connections.take(domain, limit.connections)))
        return putOff(
          nextTry(domain, limit.connections),
          said('domain-connections', { count: limit.connections, domain }),
          connections.isBusy(domain),
        )
      const cancel = () => connections.giveBack(domain)
      const end = async (outcome: SendOutcome, isFirst: boolean): Promise<void> => {
        cancel()
        // This process knows about the domain even if the store could not be written.
        await record(domain, outcome, isFirst).catch(() => undefined)
      }
      if (limit.perMinute !== null) {
        const own = domains.getOrInsertComputed(domain, () => turns(context, domain))
        const next = await own.next(limit.perMinute, patience)
        if (next === null) {
          cancel()
          return laterTurn(domain, limit.perMinute)
        }
        await until(context, next, signal)
      }
      if (perMinute === null || (await untilTurn(context, all, perMinute, signal)))
        return { ok: true, end, cancel }
      cancel()
      return { ok: false, until: null, reason: said('sender-stops'), isBusyHere: false }
    },
    isWorn: (mails) => limits?.perConnection != null && mails >= limits.perConnection,
    hasPutOff: (since) => putOffUntil > since.epochMilliseconds,
    close: () => connections.close(),
  }
}

/** Turns of one key, reserved in the store some at a time. */
interface Turns {
  /** The instant of the next turn in milliseconds; null if it is further away than `patience`. */
  next(perMinute: number, patience: number): Promise<number | null>
}

function turns({ store, clock }: Deps, key: string): Turns {
  let held: { at: number; each: number; left: number } = { at: 0, each: 0, left: 0 }
  let taking: Promise<unknown> = Promise.resolve()
  const next = async (perMinute: number, patience: number): Promise<number | null> => {
    if (held.left === 0) {
      const { count, ms } = slice(perMinute)
      const begin = await store.pace.take(key, clock.now(), ms, patience)
      if (!begin) return null
      held = { at: begin.epochMilliseconds, each: ms / count, left: count }
    }
    const turn = held.at
    held = { ...held, at: held.at + held.each, left: held.left - 1 }
    return turn
  }
  return {
    next(perMinute, patience) {
      const mine = taking.then(() => next(perMinute, patience))
      taking = mine.catch(() => undefined)
      return mine
    },
  }
}

async function until({ clock }: Pick<Deps, 'clock'>, at: number, signal: AbortSignal): Promise<void> {
  const ms = at - clock.now().epochMilliseconds
  if (ms > 0) await wait(ms, undefined, { signal }).catch(() => undefined)
}

/** False if the sender was asked to stop before its turn. */
async function untilTurn(
  { clock }: Deps,
  all: Turns,
  perMinute: number,
  signal: AbortSignal,
): Promise<boolean> {
  while (!signal.aborted) {
    const turn = await all.next(perMinute, ahead)
    await until({ clock }, turn ?? clock.now().epochMilliseconds + ahead / 2, signal)
    if (turn !== null) return !signal.aborted
  }
  return false
}
