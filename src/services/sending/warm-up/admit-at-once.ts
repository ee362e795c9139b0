import type { Transaction } from '../../../store/store.ts'

/** A reader who asked for e-mail just now does not wait for a day of the warm-up. They count as admitted. */
export async function admitAtOnce(
  tx: Pick<Transaction, 'warmUps' | 'warmUpReaders'>,
  subscriberId: number,
  at: Temporal.Instant,
): Promise<void> {
  const open = await tx.warmUps.lockOpen()
  if (open && (await tx.warmUpReaders.admitOne(open.id, subscriberId, at))) await tx.warmUps.raise(open.id, 1)
}
