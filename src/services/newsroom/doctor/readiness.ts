import type { Context } from '../../context.ts'
import { refused, type Refused } from '../../../core/said/said.ts'

export type Readiness = { ok: true } | Refused

/** Whether the context can work: the database answers, and its tables are up to date. */
export async function readiness({ store }: Pick<Context, 'store'>): Promise<Readiness> {
  try {
    const pending = await store.pending()
    return pending.length === 0 ? { ok: true } : refused('tables-not-current')
  } catch {
    return refused('database-silent')
  }
}
