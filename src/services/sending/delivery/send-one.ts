import type { LastDelivery } from '../../../core/entities/sheet.ts'
import type { MailMemory } from '../../../mail/message/message.ts'
import type { SendOutcome } from '../../../mail/outgoing/transport.ts'
import type { Claim, Finish } from '../../../core/entities/delivery.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { endOf } from './ledger/attempt-end.ts'
import { retryAt } from './connections/backoff.ts'
import type { ConnectionBackoff } from './connections/connection-backoff.ts'
import type { DeliverDeps } from '../../context.ts'
import type { KeptVariants } from './kept-variants.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { ReusedConnection } from './connections/reused-connection.ts'
import type { Pace } from '../limits/pace.ts'
import type { PreparedEdition } from '../../editions/prepare-edition.ts'
import { returnPath } from '../../../core/return-path.ts'
import { saidOf } from '../../../core/said/said.ts'

/** A claimed row with all that its e-mail depends on. */
export interface Addressee {
  claim: Claim
  subscription: Subscription
  last: LastDelivery | null
  /** How often it was lost with a fresh connection in this round, and how many e-mails had been answered at the first loss. */
  losses?: { count: number; answered: number }
}

/** What one connection sends with. */
export interface SendingDeps {
  connection: ReusedConnection
  memory: MailMemory
  variants: KeptVariants
  pace: Pace
  park: (row: Addressee) => boolean
  backoff: Pick<ConnectionBackoff, 'answered'>
  /** When an e-mail that was due then is given up. */
  giveUp: (dueAt: Temporal.Instant) => Temporal.Instant
}

/** Fresh connections that a row may be lost with, while others are answered, before it waits like a refused one. */
const mostLosses = 3

/** An e-mail that was lost before its body, and whether it may be sent at once over another connection. */
type Lost = Extract<SendOutcome, { outcome: 'lost' }> & { isToSendAgain: boolean }
type Sent = Exclude<SendOutcome, { outcome: 'lost' | 'withdrawn' }>

/** Cuts, fills and sends one e-mail, and reports its outcome to the ledger. */
export async function sendOne(
  context: DeliverDeps,
  prepared: PreparedEdition,
  ledger: Ledger,
  { connection, memory, variants, pace, park, backoff, giveUp }: SendingDeps,
  row: Addressee,
): Promise<Sent | Lost | 'skipped' | 'put-off' | 'parked' | 'withdrawn'> {
  const { claim, subscription, last } = row
  const { sheet } = prepared
  const chosen = prepared.cut(subscription, last)
  const ended = (finish: Partial<Finish> & Pick<Finish, 'to' | 'from'>) =>
    ledger.finish({ claim, reply: null, reason: null, variant: null, nextAttemptAt: null, ...finish })
  if (!chosen.ok) {
    ended({ from: 'claimed', to: 'skipped', reason: saidOf(chosen) })
    return 'skipped'
  }
  const variant = prepared.variant(chosen)
  await variants.keep(variant, chosen)
  const leave = await pace.leave(subscription.email)
  if (!leave.ok) {
    if (leave.isBusyHere && park(row)) return 'parked'
    if (leave.until)
      ended({ from: 'claimed', to: 'deferred', reason: leave.reason, nextAttemptAt: leave.until })
    else ended({ from: 'claimed', to: 'queued' })
    return 'put-off'
  }
  // Not earlier: a server may time out a connection that waits for its turn.
  const session = await connection.session().catch((error: unknown) => {
    leave.cancel()
    throw error
  })
  const state = { inflight: false }
  const outcome = await session.send({
    from: senderOf(context, sheet.newsroom.sender.email, claim),
    to: subscription.email,
    size: variant.bytes,
    isRelaxed: variant.isRelaxed,
    body: () => prepared.mail(variant, { ...subscription, link: subscription }, memory),
    beforeBody: async () => {
      state.inflight = await ledger.markInflight(claim)
      return state.inflight
    },
  })
  if (outcome.outcome === 'lost' && !isStuck(row, outcome, backoff)) {
    leave.cancel()
    // The ledger releases a row that was marked already, due at once.
    const again = { to: 'deferred', reason: outcome.reply, nextAttemptAt: context.clock.now() } as const
    if (state.inflight) ended({ from: 'inflight', ...again })
    return { ...outcome, isToSendAgain: !state.inflight }
  }
  const stated = outcome.outcome === 'deferred' ? outcome.retryAfter : null
  const next = retryAt(context, claim.attempts + 1, stated)
  ended({
    ...endOf(outcome, state.inflight, next, giveUp(claim.dueAt)),
    ...(state.inflight && { variant: variant.key }),
  })
  await leave.end(outcome, claim.attempts === 0)
  if (outcome.outcome === 'lost') return { ...outcome, isToSendAgain: false }
  return outcome.outcome === 'withdrawn' ? 'withdrawn' : outcome
}

/** The envelope sender: the bounce address, if one is configured, with the tag of this e-mail. */
function senderOf(
  { settings, linkKeys }: Pick<DeliverDeps, 'settings' | 'linkKeys'>,
  sender: string,
  { subscriptionId, editionId }: Claim,
): string {
  if (settings.bounceAddress === null) return sender
  return returnPath(linkKeys, settings.bounceAddress, { subscription: subscriptionId, edition: editionId })
}

/** True for a row that loses one fresh connection after the other while other e-mails are answered: the row may be the cause. */
function isStuck(
  row: Addressee,
  { isFresh }: { isFresh: boolean },
  backoff: SendingDeps['backoff'],
): boolean {
  if (!isFresh) return false
  row.losses ??= { count: 0, answered: backoff.answered() }
  row.losses.count += 1
  return row.losses.count >= mostLosses && backoff.answered() > row.losses.answered
}
