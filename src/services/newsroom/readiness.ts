import type { Context } from '../context.ts'

export type Readiness = { ok: true } | { ok: false; reason: string }

/** Whether the context can work: the database answers, and its tables are up to date. */
export async function readiness({ store }: Pick<Context, 'store'>): Promise<Readiness> {
  try {
    const pending = await store.pending()
    return pending.length === 0 ? { ok: true } : { ok: false, reason: 'the tables are not up to date' }
  } catch {
    return { ok: false, reason: 'the database does not answer' }
  }
}
