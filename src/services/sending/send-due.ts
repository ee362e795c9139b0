import { reasonOf } from '../../core/errors.ts'
import { deliver } from './deliver.ts'
import type { House } from '../house.ts'

/**
 * Goes on with every edition that is being sent, beside each other, until none has a row that is due now. A fault of one
 * is told as an event and keeps no other from its readers.
 */
export async function sendDue(house: House, signal: AbortSignal): Promise<void> {
  const { store, events } = house
  const all = await Promise.all(
    (await store.digests.list()).map(async (digest) =>
      (await store.editions.inStatus(digest.id, ['sending'])).map((edition) => ({ digest, edition })),
    ),
  )
  const sent = all.flat().map(async ({ digest, edition }) => {
    try {
      await deliver(house, edition, signal)
    } catch (error) {
      const name = `${digest.key} of ${edition.date.toString()}`
      events.emit({ level: 'error', name: 'delivery.waits', message: `${name} waits: ${reasonOf(error)}` })
    }
  })
  await Promise.all(sent)
}
