import { actorText, commandActor } from '../../core/entities/actor.ts'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import type { OpenStore } from './backup.ts'
import { copyDatabase, type RowCounts } from './copy-database.ts'
import { neededToMove, requireFree } from './space-needed.ts'
import { clearUnused, requireUnused } from './unused.ts'

export type MoveDeps = Pick<Context, 'clock' | 'progress' | 'disk'> & { openStore: OpenStore }

/** A database and, for SQLite, the folder of its pictures. */
export interface DatabasePlace {
  url: string
  mediaFolder: string
}

/**
 * Copies a database into an unused one, verified row by row, while nobody writes to it; afterwards the old one sends nothing any more.
 * Throws `conflict` if the new one is in use, `bad-config` if either has another schema version, and `store-unavailable` if there is not
 * enough space.
 */
export async function moveDatabase(deps: MoveDeps, from: Store, place: DatabasePlace): Promise<RowCounts> {
  await from.checkSchema()
  await requireIdle(from)
  requireFree(deps, await neededToMove(from, place.url))
  const to = deps.openStore(place.url, place.mediaFolder)
  try {
    return await moveInto(deps, from, to, withoutPassword(place.url))
  } finally {
    await to.close()
  }
}

async function moveInto(
  { clock, progress }: MoveDeps,
  from: Store,
  to: Store,
  toName: string,
): Promise<RowCounts> {
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
  // Only now: an interruption before this must not leave both ready to send.
  if ((await from.newsroom.setting('place')) !== null)
    await to.newsroom.putSetting('place', await to.fingerprint())
  return counts
}

function withoutPassword(url: string): string {
  const parsed = url.startsWith('sqlite:') ? null : URL.parse(url)
  return parsed ? `${parsed.protocol}//${parsed.host}${parsed.pathname}` : url
}

/** An e-mail in flight could not be recorded in the new database. */
async function requireIdle({ digests, editions, deliveries }: Store): Promise<void> {
  for (const digest of await digests.list())
    for (const { id, date } of await editions.inStatus(digest.id, ['sending'])) {
      const { claimed = 0, inflight = 0 } = await deliveries.counts(id)
      const about = { digest: digest.key, date: date.toString(), count: claimed + inflight }
      if (about.count > 0) throw new AppError('conflict', said('move-while-sending', about))
    }
}
