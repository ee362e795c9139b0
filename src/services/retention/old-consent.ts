import { setImmediate as turn } from 'node:timers/promises'
import type { ConsentEntry } from '../../core/entities/audit.ts'
import type { Context } from '../context.ts'
import { batch } from './batches.ts'

type Deps = Pick<Context, 'store'>

/** Audit rows about the consent of former subscribers that would be deleted now. */
export async function countConsent({ store }: Deps, before: Temporal.Instant): Promise<number> {
  let count = 0
  for await (const { gone } of pages({ store }, before)) count += gone.length
  return count
}

/** Deletes them, a page at a time, except those of current subscribers and of imports. */
export async function deleteConsent(
  { store }: Deps,
  before: Temporal.Instant,
  signal: AbortSignal,
): Promise<number> {
  let count = 0
  for await (const { gone } of pages({ store }, before)) {
    signal.throwIfAborted()
    await store.oldAudit.delete(gone)
    count += gone.length
  }
  return count
}

const numbersOf = (rows: ConsentEntry[], kind: string): number[] => [
  ...new Set(
    rows.flatMap(({ subject }) =>
      subject.startsWith(`${kind}:`) ? [Number(subject.slice(kind.length + 1))] : [],
    ),
  ),
]

async function* pages({ store }: Deps, before: Temporal.Instant) {
  for (let last = 0; ;) {
    const rows = await store.oldAudit.consent(before, last, batch)
    if (rows.length === 0) return
    last = rows.at(-1)?.id ?? last
    const living = await store.oldAudit.living(numbersOf(rows, 'subscription'), numbersOf(rows, 'subscriber'))
    yield { gone: rows.filter(({ subject }) => !living.has(subject)).map(({ id }) => id) }
    await turn()
  }
}
