import type { Edition } from '../../../core/entities/edition.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Repositories } from '../../../store/store.ts'
import { blocksHash } from '../../editions/blocks-hash.ts'

type Deps = Pick<Repositories, 'contents' | 'editions' | 'fanOuts'>

/** Whether e-mails of an edition can be sent once more: sending has begun, it was not stopped, and its approved blocks are still kept. */
export async function mayLeaveAgain(
  { contents }: Pick<Repositories, 'contents'>,
  { id, status, stop, correctedAt, approval, revision }: Edition,
): Promise<{ ok: true } | Refused> {
  if (status !== 'sending' && status !== 'sent') return refused('edition-not-sent', { status })
  if (stop || correctedAt) return refused('stopped-not-resent')
  const isKept = approval?.hash === blocksHash(await contents.blocks(id, revision))
  return isKept ? { ok: true } : refused('edition-not-kept')
}

/**
 * Whether those who missed an edition may get it now: as `mayLeaveAgain`, once all its rows exist, and while no later edition has been
 * sent, because a later one already refers to its stories.
 */
export async function maySendMissed(store: Deps, edition: Edition): Promise<{ ok: true } | Refused> {
  const may = await mayLeaveAgain(store, edition)
  if (!may.ok) return may
  if (await store.fanOuts.open(edition.id)) return refused('edition-being-made')
  const newest = (await store.editions.newest(edition.digestId, 10)).find(
    ({ startedAt }) => startedAt !== null,
  )
  return newest?.id === edition.id ? { ok: true } : refused('edition-not-newest')
}
