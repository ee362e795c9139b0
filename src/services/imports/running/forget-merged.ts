import type { Transaction } from '../../../store/store.ts'
import { Overtaken } from './overtaken.ts'

/**
 * Deletes the rows of a batch that became readers; `waiting` is how many there were before. Throws `Overtaken` if one is gone: that person
 * was erased meanwhile, and must not come back.
 */
export async function forgetMerged(
  { importMerges }: Transaction,
  stretch: Parameters<Transaction['importMerges']['forget']>[0],
  waiting: number,
): Promise<void> {
  const forgotten = await importMerges.forget(stretch)
  if (forgotten < waiting && forgotten + (await importMerges.waiting(stretch)) < waiting)
    throw new Overtaken()
}
