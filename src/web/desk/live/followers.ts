import type { FastifyReply, FastifyRequest } from 'fastify'
import type { AccountActor } from '../../../core/entities/account.ts'
import { AppError, reasonOf } from '../../../core/errors.ts'
import { findSession, signedInBy } from '../../../services/accounts/sessions/find-session.ts'
import type { WebLimits } from '../../kit/limits/limits.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import { openTurns, type Turn } from './turn.ts'

/** A part of a page with its current content. */
export interface LivePart {
  /** The id of the element whose content it is. */
  id: string
  /** Differs whenever the content differs. */
  key: string
  html(): string
}

/** What a page is to show now; after the last look, nothing more is sent. */
export interface Look {
  parts: LivePart[]
  isLast?: boolean
}

/** What a page follows. */
export interface Followed {
  /** Reads the current state for a follower, with the permissions it has now. If several look in one turn, the store is read once. */
  look(actor: AccountActor, turn: Turn): Promise<Look>
  /** Looks every so many turns; by default 1. */
  every?: number
  /** Called when the page stops following. */
  end?(actor: AccountActor): Promise<void>
}

/** Why a page gets no more updates. */
type Over = 'done' | 'elsewhere' | 'signed-out'

interface Follower extends Followed {
  actor: AccountActor
  token: string
  reply: FastifyReply
  /** Keys of the parts that the page has. */
  shown: Map<string, string>
  turns: number
  /** Consecutive turns in which the page has not received what was sent before. */
  stalled: number
  /** Consecutive turns in which looking failed. */
  faults: number
  isLooking: boolean
}

/** Turns after which a page that receives nothing is cut off. */
const mostStalled = 20
/** Consecutive turns that may fail before a page is informed that updates have ended. */
const mostFaults = 10

/** The pages that this process keeps up to date. */
export interface Followers {
  /** Answers with a stream of events (Server-Sent Events, HTML Living Standard §9.2) until either side ends it. */
  follow(request: FastifyRequest, reply: FastifyReply, followed: Followed): Promise<void>
  /** Ends all of them, and waits until their ends are recorded. */
  close(): Promise<void>
}

type Limits = Pick<WebLimits, 'followed' | 'followers' | 'followersEach'>

export function openFollowers({ context, refusals }: WebContext, limits: Limits): Followers {
  const all = new Set<Follower>()
  const ending = new Set<Promise<void>>()
  const turns = openTurns(limits.followed, async (turn) => {
    for (const one of all) await lookFor(one, turn)
  })

  function leave(one: Follower): void {
    if (!all.delete(one)) return
    if (all.size === 0) turns.stop()
    const ended = Promise.resolve(one.end?.(one.actor)).catch(() => {})
    ending.add(ended)
    void ended.then(() => ending.delete(ended))
  }

  async function lookFor(one: Follower, turn: Turn): Promise<void> {
    const isDue = one.turns % (one.every ?? 1) === 0
    one.turns += 1
    if (!isDue || one.isLooking || !all.has(one)) return
    one.isLooking = true
    try {
      const { token } = one
      const found = await turn.shared(`session/${token}`, () =>
        findSession(context, token, { isByPage: true }),
      )
      const account = found && signedInBy(found)
      if (!account) return finish(one, 'signed-out')
      one.actor = account.actor
      const { parts, isLast = false } = await one.look(account.actor, turn)
      show(one, parts)
      one.faults = 0
      if (isLast) finish(one, 'done')
    } catch (error) {
      fail(one, error)
    } finally {
      one.isLooking = false
    }
  }

  /** A page that may no longer look is informed; other faults may be gone in the next turn. */
  function fail(one: Follower, error: unknown): void {
    if (error instanceof AppError && (error.code === 'not-permitted' || error.code === 'not-found'))
      return finish(one, 'signed-out')
    if (one.faults === 0)
      context.events.emit({ name: 'web.failed', message: `a live page: ${reasonOf(error)}` })
    one.faults += 1
    if (one.faults > mostFaults) finish(one, 'elsewhere')
  }

  function finish(one: Follower, over: Over): void {
    send(one, { event: 'over', data: over })
    one.reply.sse.close()
  }

  return {
    async follow(request, reply, followed) {
      const { actor } = accountOf(request)
      if (all.size >= limits.followers) {
        refusals.count('followers')
        return void reply.code(503).header('retry-after', '60').send()
      }
      const own = [...all].filter((one) => one.actor.id === actor.id)
      // The window that was opened last is the one that somebody looks at.
      if (own[0] && own.length >= limits.followersEach) finish(own[0], 'elsewhere')
      reply.hijack()
      reply.sse.keepAlive()
      // The client may have disconnected.
      if (!reply.sse.isConnected) return
      const token = request.session?.token ?? ''
      const state = { shown: new Map<string, string>(), turns: 0, stalled: 0, faults: 0, isLooking: false }
      const one: Follower = { ...followed, ...state, actor, token, reply }
      all.add(one)
      reply.sse.onClose(() => leave(one))
      reply.sse.sendHeaders(200)
      turns.start()
      await lookFor(one, turns.single())
    },
    async close() {
      for (const { reply } of all) reply.sse.close()
      await Promise.all(ending)
    },
  }
}

/** Sends the changed parts in one event; a page that is not receiving gets them later, or is cut off. */
function show(one: Follower, parts: LivePart[]): void {
  if (one.reply.raw.writableNeedDrain) {
    one.stalled += 1
    if (one.stalled > mostStalled) one.reply.raw.destroy()
    return
  }
  one.stalled = 0
  const changed = parts.filter(({ id, key }) => one.shown.get(id) !== key)
  if (changed.length === 0) return
  const data = changed.map(
    (part) => `<hx-partial hx-target="#${part.id}" hx-swap="innerMorph">${part.html()}</hx-partial>`,
  )
  send(one, { data: data.join('\n') })
  for (const { id, key } of changed) one.shown.set(id, key)
}

/** Not awaited: a page that is not receiving would delay the others. */
function send({ reply }: Follower, message: { event?: string; data: string }): void {
  if (reply.sse.isConnected) reply.sse.send(message).catch(() => {})
}
