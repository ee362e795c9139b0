import { setImmediate as turn } from 'node:timers/promises'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'

/** People per transaction, so that the process can do other work in between. */
const batchSize = 5_000

/**
 * Admits to the open warm-up those whom earlier ones admitted, so that nobody who already gets e-mail is excluded. If it is interrupted,
 * the next call continues.
 */
export async function takeOver({ store }: Pick<Context, 'store'>): Promise<void> {
  const open = await store.warmUps.open()
  if (!open || open.takenOverTo === null) return
  while (await store.transaction(takeBatch)) await turn()
}

/** False once all are taken over. */
async function takeBatch(tx: Transaction): Promise<boolean> {
  const open = await tx.warmUps.lockOpen()
  if (!open || open.takenOverTo === null) return false
  const { admitted, next } = await tx.warmUpReaders.takeOver(open.id, open.takenOverTo, batchSize)
  await tx.warmUps.raise(open.id, admitted)
  await tx.warmUps.reachTakenOver(open.id, next)
  return next !== null
}

/** How many readers a new warm-up would take over. */
export async function countTakenOver({ store }: Pick<Context, 'store'>): Promise<number> {
  let all = 0
  let after: number | null = 0
  while (after !== null) {
    const part: { count: number; next: number | null } = await store.warmUpReaders.takenOverAmong(
      after,
      batchSize,
    )
    all += part.count
    after = part.next
    await turn()
  }
  return all
}
