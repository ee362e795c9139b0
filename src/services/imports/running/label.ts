import type { Import } from '../../../core/entities/imports/import.ts'
import type { Transaction } from '../../../store/store.ts'

type Stretch = Parameters<Transaction['importMerges']['note']>[0]
type Run = Parameters<Transaction['importMerges']['note']>[1]

export const hasLabels = ({ columns, settings }: Import): boolean =>
  settings.mode !== 'never-mail' &&
  (columns ?? []).some((field) => field === 'tags' || field === 'note' || field === 'data')

/** Gives readers the tags and notes of their rows: new readers, and in modes that update also known ones. */
export async function label(
  tx: Transaction,
  stretch: Stretch,
  { mode, at }: Run,
  actor: string,
): Promise<void> {
  const withKnown = mode === 'update' || mode === 'replace'
  const names = await tx.importLabels.tagNames(stretch)
  // In a fixed order, because other imports create tags at the same time.
  for (const name of names.toSorted()) await tx.tags.ensure(name, at)
  if (names.length > 0) await tx.importLabels.putTags(stretch, withKnown, at)
  await tx.importLabels.putNotes(stretch, withKnown, { actor, at })
}
