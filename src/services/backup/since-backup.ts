import type { Actor } from '../../core/entities/actor.ts'
import type { Edition } from '../../core/entities/edition.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import { requirePermission } from '../../core/permissions.ts'
import { said } from '../../core/said/said.ts'
import { endDay, type PlannedDay } from '../editions/composing/calendar.ts'
import { missingDays } from '../editions/composing/advance-editions.ts'
import { abandonIn } from '../editions/stopping/abandon-edition.ts'
import type { Context } from '../context.ts'
import { restoredFrom } from './restored.ts'

type Deps = Pick<Context, 'store' | 'clock' | 'events'>

/** An edition that the restored database would send, and that the original may have sent. */
export interface MayHaveLeft {
  digest: Digest
  date: Temporal.PlainDate
  number: number
  /** As in the backup; null if it has no such edition yet. */
  edition: Edition | null
  day: PlannedDay | null
}

const isAfter = (a: Temporal.Instant, b: Temporal.Instant) => Temporal.Instant.compare(a, b) > 0

/** Such editions of a restored database, until sending is resumed; empty for any other database. */
export async function mayHaveLeft(context: Deps): Promise<MayHaveLeft[]> {
  const restored = await restoredFrom(context.store)
  if (!restored) return []
  const now = context.clock.now()
  const found: MayHaveLeft[] = []
  for (const digest of await context.store.digests.list()) {
    const editions = await context.store.editions.inStatus(digest.id, ['draft', 'approved', 'sending'])
    for (const edition of editions)
      // One that was started by hand before its hour may have gone to everybody by now.
      if (edition.status === 'sending' || !isAfter(edition.dueAt, now))
        found.push({ digest, date: edition.date, number: edition.number, edition, day: null })
    for (const day of await missingDays(context, digest))
      if (day.plan.kind === 'edition' && !isAfter(day.plan.sendAt, now))
        found.push({ digest, date: day.date, number: 0, edition: null, day })
  }
  return found
}

/** Ends each of them, so that nobody gets it twice; what was not sent stays unsent. Its stories go into the next edition. */
export async function skipSinceBackup(context: Deps, actor: Actor): Promise<MayHaveLeft[]> {
  requirePermission(actor, 'resume-sending', null)
  const reason = said('skipped-after-restore')
  const some = await mayHaveLeft(context)
  for (const { digest, edition, day } of some) {
    if (edition) await end(context, edition, actor)
    else if (day) await endDay(context, digest, day, 'skipped', reason)
  }
  return some
}

async function end({ store, clock }: Deps, { id }: Edition, actor: Actor): Promise<void> {
  const reason = said('skipped-after-restore')
  await store.transaction(async (tx) => {
    await tx.editions.lock(id)
    const current = await tx.editions.byId(id)
    if (!current) return
    if (current.status === 'sending' || current.startedAt)
      await abandonIn(tx, current, reason, actor, clock.now())
    else await tx.editions.miss(id, reason)
  })
}
