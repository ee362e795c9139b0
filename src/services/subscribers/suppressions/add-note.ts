import { actorText, type Actor } from '../../../core/entities/actor.ts'
import { addressSubject, domainSubject } from '../../../core/entities/suppression.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import { readNote } from '../read-note.ts'

/** An address by its keyed hash, or a domain in ASCII. */
export type SuppressionPlace = { hash: string } | { domain: string }

/** How audit and notes name it. */
export const subjectOf = (place: SuppressionPlace): string =>
  'hash' in place ? addressSubject(place.hash) : domainSubject(place.domain)

/** Writes something down about a suppression, or about one that was lifted. Throws `bad-input` for an empty or too long note. */
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
