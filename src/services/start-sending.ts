import { firstLocalHour } from '../core/schedule.ts'
import type { Digest } from '../core/newsroom.ts'
import type { Edition } from '../store/editions.ts'
import type { House } from './house.ts'

/**
 * Gives an approved edition its recipients and sets it sending, in one transaction. Rows are due at the edition's
 * hour, those of subscribers with an hour of their own at the first such hour after the freeze;
 * `atOnce` makes all due now. False where the edition is not `approved` any more.
 */
export async function startSending(
  house: Pick<House, 'store' | 'clock'>,
  digest: Digest,
  edition: Edition,
  atOnce: boolean,
): Promise<boolean> {
  const now = house.clock.now()
  return house.store.transaction(async (tx) => {
    const started = await tx.editions.move(edition.id, 'approved', 'sending', {
      started_at: now.epochMilliseconds,
    })
    if (!started) return false
    await tx.deliveries.fanOut({
      id: edition.id,
      digestId: digest.id,
      weekday: edition.date.dayOfWeek,
      dueAt: atOnce ? now : edition.dueAt,
      now,
    })
    if (atOnce) return true
    const byHour = Map.groupBy(
      await tx.deliveries.ownHours(edition.id),
      (row) => `${row.hour} ${row.timeZone ?? digest.schedule.timeZone}`,
    )
    for (const [place, rows] of byHour) {
      const [hour = '', zone = ''] = place.split(' ')
      const due = firstLocalHour(edition.frozenAt, hour, zone)
      for (let start = 0; start < rows.length; start += 500)
        await tx.deliveries.setDue(
          edition.id,
          rows.slice(start, start + 500).map((row) => row.subscriberId),
          due,
        )
    }
    return true
  })
}
