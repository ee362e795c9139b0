import type { Actor } from '../core/ports.ts'
import type { House } from './house.ts'

/**
 * Starts sending paused where the database is not where it was: a copy or a restored backup would mail
 * people again whom the original has mailed.
 */
export async function checkPlace(house: Pick<House, 'store' | 'events'>): Promise<void> {
  const here = await house.store.fingerprint()
  const known = await house.store.newsroom.claimSetting('place', here)
  if (known === here) return
  await house.store.newsroom.claimSetting('sending-paused', 'this database is a copy or a restored backup')
  house.events.emit({
    level: 'warn',
    name: 'sending.paused',
    message: 'this database was copied or restored, so sending is paused; `daywire resume` goes on here',
  })
}

/** Why sending is paused; null where it is not. */
export async function sendingPause({ store }: Pick<House, 'store'>): Promise<string | null> {
  return store.newsroom.setting('sending-paused')
}

/** Lets sending go on, here. False where it was not paused. */
export async function resumeSending(house: Pick<House, 'store' | 'clock'>, actor: Actor): Promise<boolean> {
  const here = await house.store.fingerprint()
  return house.store.transaction(async (tx) => {
    const wasPaused = (await tx.newsroom.setting('sending-paused')) !== null
    await tx.newsroom.putSetting('sending-paused', null)
    await tx.newsroom.putSetting('place', here)
    await tx.audit.append({ at: house.clock.now(), actor, action: 'resume', subject: 'sending' })
    return wasPaused
  })
}
