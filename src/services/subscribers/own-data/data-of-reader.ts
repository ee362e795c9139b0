import type { Transaction } from '../../../store/store.ts'
import { sentence } from '../../../wording/wording.ts'

/** Limit of audit log entries per subject. */
const mostEntries = 10_000

/** In a transaction: everything that is stored about a subscriber (GDPR, article 15), as plain data; null if they are gone. */
export async function dataOfReader(
  tx: Transaction,
  subscriberId: number,
  at: Temporal.Instant,
): Promise<object | null> {
  const person = await tx.ownData.person(subscriberId)
  if (!person) return null
  const { hash, ...shown } = person
  const own = await tx.subscribers.byHash(hash)
  const digests = await tx.digests.list()
  const subscriptions = await Promise.all(
    own.map(async ({ digestId, subscriberId: _person, email: _email, name: _name, ...rest }) => ({
      ...rest,
      digest: digests.find((one) => one.id === digestId)?.name ?? '',
      signUps: await tx.signUps.of(rest.id),
      history: await tx.audit.of(`subscription:${rest.id}`, mostEntries),
    })),
  )
  const messages = await tx.ownData.messages(subscriberId)
  return {
    at,
    person: shown,
    suppression: await tx.suppressions.of(hash),
    subscriptions,
    deliveries: await tx.ownData.deliveries(subscriberId),
    imports: await importsOf(tx, subscriberId),
    tags: (await tx.tags.ofReader(subscriberId)).map(({ name }) => name),
    notes: await tx.readerNotes.of(subscriberId),
    warmUps: await tx.ownData.warmUps(subscriberId),
    feedback: await tx.ownData.feedback(subscriberId),
    messages: messages.map((each) => ({ ...each, subject: sentence('en', each.subject) })),
    history: await tx.audit.of(`subscriber:${subscriberId}`, mostEntries),
  }
}

/** The lists that a person was on, with the consent recorded in each. */
async function importsOf(tx: Transaction, subscriberId: number): Promise<object[]> {
  const own = await tx.importReaders.of(subscriberId)
  return Promise.all(
    own.map(async ({ importId, at, outcome, agreed }) => {
      const list = await tx.imports.byId(importId)
      return {
        list: list?.fileName ?? '',
        at,
        outcome,
        basis: list?.settings.basis,
        proof: list?.settings.proof,
        agreed,
      }
    }),
  )
}
