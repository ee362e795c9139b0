import { createHash } from 'node:crypto'
import type { Actor } from '../../../core/entities/actor.ts'
import { serviceNames, type HookService } from '../../../core/entities/feedback/hook-service.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { english } from '../../../core/said/sentence.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { HookEvent, HookRequest } from '../../../mail/hooks/hook.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { countFeedback, type Judged } from '../count-feedback.ts'
import { deliveredIn, noteDelivered } from './note-delivered.ts'
import { receiveReported, type Origin } from './receive-reported.ts'
import { newlyReported } from './reported.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'events' | 'metrics' | 'settings' | 'linkKeys' | 'hooks'>

/** The answer to a request; `unknown`: this service is not configured. Only `taken` has changed anything. */
export type HookAnswer =
  | { answer: 'taken' }
  | { answer: 'unknown' }
  | { answer: 'forged' | 'malformed' | 'too-many' | 'unavailable'; why: Said }

/** Older signatures have no effect; a signature further in the future is rejected. */
const window = Temporal.Duration.from({ minutes: 5 })
/** Deliveries recorded per transaction. */
const atOnce = 200

/**
 * Receives a report that a service sent by HTTP: verifies it, and stores each of its events once with its outcome. When it answers `taken`,
 * that is synced. If it is interrupted before that, the same request does the rest.
 */
export async function receiveHook(
  context: Deps,
  service: HookService,
  request: HookRequest,
  actor: Actor,
): Promise<HookAnswer> {
  requirePermission(actor, 'change-suppressions', null)
  const reading = await context.hooks.get(service)?.read(request)
  if (!reading) return { answer: 'unknown' }
  if (!reading.ok) return { answer: reading.problem, why: reading.why }
  const now = context.clock.now()
  const { signedAt } = reading
  if (signedAt && Temporal.Instant.compare(signedAt, now.add(window)) > 0)
    return { answer: 'forged', why: said('hook-signed-ahead') }
  if (reading.says)
    context.events.emit({
      name: 'hooks.noted',
      message: `${serviceNames[service]}: ${english(reading.says)}`,
      data: { service },
    })
  const isLate = signedAt !== null && Temporal.Instant.compare(signedAt.add(window), now) < 0
  const once =
    reading.once === null ? null : { token: hashOf(`${service} ${reading.once}`), body: hashOf(request.body) }
  for (const step of await stepsOf(context, reading.events, { service, isLate, actor }, once !== null)) {
    const done = await context.store.transaction(async (tx) =>
      (await mayTake(tx, once, now)) ? step(tx) : 'not-taken',
    )
    if (done === 'not-taken') return { answer: 'forged', why: said('hook-token-used') }
    if (done) countFeedback(context, done)
  }
  return { answer: 'taken' }
}

const hashOf = (what: string | Buffer): string => createHash('sha256').update(what).digest('base64url')

/** Returns what was stored of a report. */
type Step = (tx: Transaction) => Promise<Judged | void>

/** The steps, each in its own transaction: deliveries in batches; each other event alone, because judging one takes locks. */
async function stepsOf(
  context: Deps,
  events: readonly HookEvent[],
  origin: Origin,
  hasToken: boolean,
): Promise<Step[]> {
  const others = events.filter(({ kind }) => kind !== 'delivered')
  const steps = (await newlyReported(context, others)).map(
    (reported): Step =>
      async (tx) =>
        receiveReported(tx, context, reported, origin),
  )
  const at = context.clock.now()
  const delivered = origin.isLate
    ? []
    : deliveredIn(
        context,
        events.filter(({ kind }) => kind === 'delivered'),
      )
  for (let from = 0; from < delivered.length; from += atOnce)
    steps.push(async (tx) => noteDelivered(tx, delivered.slice(from, from + atOnce), at))
  // A token is used up even if its request has no further effect.
  return steps.length === 0 && hasToken ? [async () => undefined] : steps
}

/** False if a token that is valid for one body came with another one. The same body again is stored once, like any event. */
async function mayTake(
  tx: Transaction,
  once: { token: string; body: string } | null,
  at: Temporal.Instant,
): Promise<boolean> {
  return once === null || (await tx.hookTokens.take(once.token, once.body, at)) !== 'other'
}
