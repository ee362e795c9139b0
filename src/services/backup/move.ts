import { actorText, commandActor } from '../../core/entities/actor.ts'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { copyDatabase, type RowCounts } from './copy-database.ts'
import { clearUnused, requireUnused } from './unused.ts'

export type MoveDeps = Pick<Context, 'clock' | 'progress'>

/**
 * Copies a database into an unused one, checked row by row, while nobody writes to it; afterwards the old one sends nothing any
 * more. Throws `conflict` where the new one is in use, and `bad-config` where either has tables of another version.
 */
export async function moveDatabase(
  { clock, progress }: MoveDeps,
  from: Store,
  to: Store,
  toName: string,
): Promise<RowCounts> {
  await from.checkSchema()
  await requireIdle(from)
  await to.prepare('create')
  const counts = await from.snapshot(
    async (old) => {
      const copied = await to.transaction(async (tx) => {
        await requireUnused(tx)
        await clearUnused(tx)
        return copyDatabase(old, tx, progress)
      })
      const pause = {
        reason: said('moved-pause', { to: toName }),
        by: actorText(commandActor),
        at: clock.now(),
      }
      await old.sendingSettings.liftPause()
      await old.sendingSettings.putPause(pause)
      return copied
    },
    { isHeld: true },
  )
  // Only now: had this been cut off before, both would have been ready to send.
  if ((await from.newsroom.setting('place')) !== null)
    await to.newsroom.putSetting('place', await to.fingerprint())
  return counts
}

/** An e-mail that is leaving could not be written down in the new database. */
async function requireIdle({ digests, editions, deliveries }: Store): Promise<void> {
  for (const digest of await digests.list())
    for (const { id, date } of await editions.inStatus(digest.id, ['sending'])) {
      const { claimed = 0, inflight = 0 } = await deliveries.counts(id)
      const about = { digest: digest.key, date: date.toString(), count: claimed + inflight }
      if (about.count > 0) throw new AppError('conflict', said('move-while-sending', about))
    }
}
