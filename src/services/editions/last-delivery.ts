import { storyOfBlock, type LastDelivery, type Sheet } from '../../core/entities/sheet.ts'
import { localDate } from '../../core/schedule.ts'
import type { Context } from '../context.ts'

/**
 * These readers' last delivery of the digest before this edition, by subscriber, and which of the corrected stories their e-mails showed.
 */
export async function lastDeliveries(
  { store }: Pick<Context, 'store'>,
  { digest, frozenAt, corrections }: Sheet,
  subscriberIds: number[],
): Promise<Map<number, LastDelivery>> {
  const last = await store.deliveries.lastDeliveries(digest.id, frozenAt, subscriberIds)
  const corrected = new Set(corrections.map(({ storyId }) => storyId))
  const blocks =
    corrected.size === 0 ? [] : await store.deliveries.blocksShown(digest.id, frozenAt, subscriberIds)
  const shown = new Map<number, Set<number>>()
  for (const { subscriberId, keys } of blocks) {
    const stories = keys.map(storyOfBlock).filter((id) => id !== null && corrected.has(id))
    const known = shown.get(subscriberId) ?? new Set<number>()
    for (const id of stories) if (id !== null) known.add(id)
    shown.set(subscriberId, known)
  }
  return new Map(
    [...last].map(([id, { frozenAt: at }]) => {
      const date = localDate(at, digest.timeZone)
      return [id, { frozenAt: at, date, shown: shown.get(id) ?? new Set() }]
    }),
  )
}
