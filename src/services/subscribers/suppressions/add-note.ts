import { actorText, type Actor } from '../../../core/entities/actor.ts'
import { addressSubject, domainSubject } from '../../../core/entities/suppression.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { readNote } from '../read-note.ts'

/** An address by its keyed hash, or a domain in ASCII. */
export type SuppressionPlace = { hash: string } | { domain: string }

/** Its name in the audit log and in notes. */
export const subjectOf = (place: SuppressionPlace): string =>
  'hash' in place ? addressSubject(place.hash) : domainSubject(place.domain)

/** Adds a note to a suppression, or to a lifted one. Throws `bad-input` for a note that is empty or too long. */
export async function addSuppressionNote(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  place: SuppressionPlace,
  written: string,
  actor: Actor,
): Promise<void> {
  requirePermission(actor, 'change-suppressions', null)
  const body = readNote(written)
  const at = clock.now()
  await store.transaction((tx) =>
    tx.suppressionNotes.add(subjectOf(place), { at, actor: actorText(actor), body }),
  )
}
