import { actorText, type Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Repositories } from '../../../store/store.ts'
import { addressSubject, type InForce, type Suppression } from '../../../core/entities/suppression.ts'
import type { Context } from '../../context.ts'
import { keptIf } from '../../kept-if.ts'
import { hashedAddress } from '../hashed-address.ts'
import { readNote } from '../read-note.ts'
import { readReason } from '../../read-reason.ts'
import { said } from '../../../core/said/said.ts'

/** Who changes a suppression, and why. */
export interface Grounds {
  reason: string
  actor: Actor
  dryRun: boolean
  /** A note to be stored with it; '' or undefined for none. */
  note?: string
}

/** The state of an address; if nothing was changed, as it was found. */
export interface SuppressionChange {
  email: string
  outcome: 'done' | 'already'
  /** The suppression before; null if there was none. */
  before: Suppression | null
  /** The suppression of its domain, if there is one. */
  ofDomain: InForce | null
}

/** Suppresses an address, of a subscriber or not. Throws `bad-input` for an invalid address or without a reason. */
export async function suppressAddress(
  context: Pick<Context, 'store' | 'clock'>,
  email: string,
  grounds: Grounds,
): Promise<SuppressionChange> {
  requirePermission(grounds.actor, 'change-suppressions', null)
  const { address, hash } = await hashedAddress(context, email)
  const note = grounds.note?.trim() ? readNote(grounds.note) : null
  const at = context.clock.now()
  return keptIf(
    context.store,
    () => !grounds.dryRun,
    async (tx) => {
      const before = await tx.suppressions.of(hash)
      const outcome = await suppress(tx, hash, grounds, at)
      if (outcome === 'done' && note !== null)
        await tx.suppressionNotes.add(addressSubject(hash), {
          at,
          actor: actorText(grounds.actor),
          body: note,
        })
      return { email: address, outcome, before, ofDomain: await tx.suppressions.ofDomain(address) }
    },
  )
}

/** The same within a transaction, for an address by its hash; e-mails waiting for it are skipped. */
export async function suppress(
  tx: Repositories,
  hash: string,
  { reason, actor }: Pick<Grounds, 'reason' | 'actor'>,
  at: Temporal.Instant,
): Promise<'done' | 'already'> {
  const why = readReason(reason)
  if (!(await tx.suppressions.add(hash, why, at, actorText(actor)))) return 'already'
  const subscriberId = await tx.subscribers.idOf(hash)
  if (subscriberId !== null)
    await tx.deliveries.withdraw(subscriberId, null, said('suppressed-because', { why }), at)
  await tx.audit.append({
    at,
    actor,
    action: 'suppress',
    subject: addressSubject(hash),
    detail: { reason: why },
  })
  return 'done'
}

/**
 * Allows e-mails to an address again; somebody who has left stays unsubscribed. Throws `bad-input` for an invalid address or without a
 * reason.
 */
export async function liftSuppression(
  context: Pick<Context, 'store' | 'clock'>,
  email: string,
  { reason, actor, dryRun }: Grounds,
): Promise<SuppressionChange> {
  requirePermission(actor, 'change-suppressions', null)
  const { address, hash } = await hashedAddress(context, email)
  const why = readReason(reason)
  const at = context.clock.now()
  return keptIf(
    context.store,
    () => !dryRun,
    async (tx) => {
      const ofDomain = await tx.suppressions.ofDomain(address)
      const { outcome, before } = await lift(tx, hash, { reason: why, actor }, at)
      return { email: address, outcome, before, ofDomain }
    },
  )
}

/** The same for an address by its keyed hash, as used by pages. Throws `bad-input` without a reason. */
export async function liftByHash(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  hash: string,
  { reason, actor }: Pick<Grounds, 'reason' | 'actor'>,
): Promise<'done' | 'already'> {
  requirePermission(actor, 'change-suppressions', null)
  const why = readReason(reason)
  const at = clock.now()
  return store.transaction(async (tx) => (await lift(tx, hash, { reason: why, actor }, at)).outcome)
}

/** The same within a transaction, for an address by its hash, even if the address is no longer known. */
export async function lift(
  tx: Repositories,
  hash: string,
  { reason, actor }: Pick<Grounds, 'reason' | 'actor'>,
  at: Temporal.Instant,
): Promise<Pick<SuppressionChange, 'outcome' | 'before'>> {
  const before = await tx.suppressions.of(hash)
  if (!before || !(await tx.suppressions.lift(hash))) return { outcome: 'already', before }
  const detail = { reason, was: before.reason }
  await tx.audit.append({ at, actor, action: 'lift', subject: addressSubject(hash), detail })
  return { outcome: 'done', before }
}

/** Why an address gets no e-mail; null if it may. Throws `bad-input` for an invalid address. */
export async function findSuppression(
  context: Pick<Context, 'store'>,
  email: string,
): Promise<{ email: string; suppression: Suppression | null; ofDomain: InForce | null }> {
  const { address, hash } = await hashedAddress(context, email)
  const { suppressions } = context.store
  return {
    email: address,
    suppression: await suppressions.of(hash),
    ofDomain: await suppressions.ofDomain(address),
  }
}
