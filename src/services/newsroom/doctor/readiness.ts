import { isDiskFull } from '../../../core/disk-full.ts'
import type { Context } from '../../context.ts'
import { refused, type Refused } from '../../../core/said/said.ts'

export type Readiness = { ok: true } | Refused

type Deps = Pick<Context, 'store' | 'disk' | 'clock'>

/** Seconds for which an answer is cached. */
const holds = 3

/**
 * Whether this process can work: the database answers, its schema is current, and it can be written to. However often it is requested, it
 * is checked once in three seconds.
 */
export function openReadiness(deps: Deps): () => Promise<Readiness> {
  let known: { until: Temporal.Instant; readiness: Readiness } | null = null
  let looking: Promise<Readiness> | null = null
  let wasWritten: Readiness = { ok: true }

  async function look(): Promise<Readiness> {
    const { store, disk, clock } = deps
    const readiness = await currentTables(deps)
    // A lock of another process says nothing new.
    if (readiness.ok) wasWritten = (await writes(store)) ?? wasWritten
    const found = !readiness.ok ? readiness : disk.isFailing() ? refused('writes-find-no-space') : wasWritten
    known = { until: clock.now().add({ seconds: holds }), readiness: found }
    return found
  }

  return async () => {
    if (known && Temporal.Instant.compare(deps.clock.now(), known.until) < 0) return known.readiness
    looking ??= look().finally(() => {
      looking = null
    })
    return looking
  }
}

async function currentTables({ store }: Deps): Promise<Readiness> {
  try {
    const pending = await store.pending()
    return pending.length === 0 ? { ok: true } : refused('tables-not-current')
  } catch {
    return refused('database-silent')
  }
}

/** Null if another process was writing. */
async function writes(store: Deps['store']): Promise<Readiness | null> {
  try {
    // If there is no space, the reserve is released and the write is tried again.
    const isWritten = await store.tryWrite().catch((error: unknown) => {
      if (isDiskFull(error)) return store.tryWrite()
      throw error
    })
    return isWritten ? { ok: true } : null
  } catch (error) {
    return refused(isDiskFull(error) ? 'writes-find-no-space' : 'writes-fail')
  }
}
