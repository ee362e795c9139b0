import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said } from '../../../core/said/said.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { endSubscription } from '../leaving/unsubscribe.ts'

/** Erases a person in every digest, for an admin. False if they are gone. It cannot be undone. */
export async function eraseReader(
  context: Pick<Context, 'store' | 'clock'>,
  subscriberId: number,
  actor: Actor,
): Promise<boolean> {
  requirePermission(actor, 'change-subscribers', null)
  requirePermission(actor, 'change-suppressions', null)
  const at = context.clock.now()
  return context.store.transaction((tx) => erasePerson(tx, subscriberId, { at, actor }))
}

/**
 * The same within a transaction, for callers that have checked the permission (GDPR, article 17). Waiting e-mails are skipped, and the
 * ledger keeps only numbers. The keyed hash of the address stays: a suppression is kept, and lists do not bring the person back.
 */
export async function erasePerson(
  tx: Transaction,
  subscriberId: number,
  by: { at: Temporal.Instant; actor: Actor },
): Promise<boolean> {
  return (await erasePeople(tx, [subscriberId], by)) === 1
}

/** The same for several people; returns how many existed. */
export async function erasePeople(
  tx: Transaction,
  subscriberIds: readonly number[],
  { at, actor }: { at: Temporal.Instant; actor: Actor },
): Promise<number> {
  const people = await tx.erasing.lock(subscriberIds)
  for (const { id, hash } of people) {
    for (const one of await tx.subscribers.byHash(hash))
      await endSubscription(tx, one, { at, actor, link: null })
    await tx.deliveries.withdraw(id, null, said('erased'), at)
    await tx.leavers.add(hash, at)
    await tx.audit.append({ at, actor, action: 'erase', subject: `subscriber:${id}` })
  }
  await tx.erasing.people(people.map(({ id }) => id))
  return people.length
}
