import type { Transaction } from '../../store/store.ts'

/** A person as imports know them. */
export interface ErasedPerson {
  subscriberId: number | null
  hash: string
  email: string
}

/**
 * In the transaction that erases a person: forgets what imports have of them, their rows that wait or were rejected, what they had before, and their
 * consent. A file that was uploaded and not merged yet brings them not back.
 */
export async function eraseFromImports(
  tx: Pick<Transaction, 'importReaders' | 'importRows' | 'imports'>,
  person: ErasedPerson,
): Promise<void> {
  await tx.importRows.erase(person)
  if (person.subscriberId !== null) await tx.importReaders.erase(person.subscriberId)
}
