import { setImmediate as turn } from 'node:timers/promises'
import type { Actor } from '../../core/ports.ts'
import type { House } from '../house.ts'

/** What is old enough to be thrown away. */
export interface Retained {
  /** Editions whose deliveries go; their totals stay. */
  editions: number
  deliveries: number
  messages: number
}

type Room = Pick<House, 'store' | 'clock' | 'progress'>

/** Bounces come back, and people ask why, for so long. */
const kept = Temporal.Duration.from({ hours: 90 * 24 })
/** Rows a transaction, so that nobody waits long for the table. */
const chunk = 5_000

/** Counts what `throwAway` would throw away now. */
export async function countOld({ store, clock }: Room): Promise<Retained> {
  const before = clock.now().subtract(kept)
  const editions = await store.retention.editions(before)
  const counts = await Promise.all(editions.map((id) => store.deliveries.counts(id)))
  const deliveries = counts.flatMap((count) => Object.values(count)).reduce((sum, count) => sum + count, 0)
  return { editions: editions.length, deliveries, messages: await store.retention.countMessages(before) }
}

/**
 * Throws away what is older than 90 days: deliveries of editions that have ended, with their blocks and variants, and
 * messages. An edition's totals stay, and so does one whose unknown mails wait for a person. Ended at any moment, the next
 * call goes on.
 */
export async function throwAway({ store, clock, progress }: Room, actor: Actor): Promise<Retained> {
  const at = clock.now()
  const before = at.subtract(kept)
  const editions = await store.retention.editions(before)
  let deliveries = 0
  for (const [index, id] of editions.entries()) {
    // Once some of the rows are gone, their count is no total any more.
    if (!(await store.editions.byId(id))?.totals)
      await store.editions.describe(id, { totals: JSON.stringify(await store.deliveries.counts(id)) })
    for (let gone = chunk; gone === chunk; deliveries += gone) {
      gone = await store.retention.dropDeliveries(id, chunk)
      await turn()
    }
    await store.retention.dropContents(id)
    progress.step('throw away', index + 1, editions.length)
  }
  const messages = await store.retention.dropMessages(before)
  const thrown = { editions: editions.length, deliveries, messages }
  if (editions.length + messages > 0)
    await store.audit.append({ at, actor, action: 'throw-away', subject: 'old rows', detail: { ...thrown } })
  return thrown
}

/** Does it once a day of UTC, as the scheduler wakes. */
export async function throwAwayDaily(house: Room): Promise<void> {
  const today = house.clock.now().toZonedDateTimeISO('UTC').toPlainDate().toString()
  if ((await house.store.newsroom.setting('thrown-away')) === today) return
  await throwAway(house, 'system')
  await house.store.newsroom.putSetting('thrown-away', today)
}
