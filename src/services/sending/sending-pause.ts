import type { Pause } from '../../core/entities/sending-pause.ts'
import { actorText, systemActor, type Actor } from '../../core/entities/actor.ts'
import { requirePermission } from '../../core/permissions.ts'
import { alert } from '../alerts/alert.ts'
import type { Context } from '../context.ts'

/**
 * Starts sending paused where the database is not where it was: a copy or a restored backup would mail
 * people again whom the original has mailed. The editors are told by mail.
 */
export async function checkPlace(context: Pick<Context, 'store' | 'clock' | 'events'>): Promise<void> {
  const { store, clock, events } = context
  const here = await store.fingerprint()
  const known = await store.newsroom.claimSetting('place', here)
  if (known === here || (await sendingPause(context))) return
  const reason = 'this database is a copy or a restored backup'
  await store.transaction(async (tx) => {
    if (!(await tx.sendingSettings.putPause({ reason, by: actorText(systemActor), at: clock.now() }))) return
    const content = {
      subject: 'Sending is paused: the database was copied or restored',
      lead: 'Daywire was started over a database that does not lie where it lay. If the one it came from still sends, readers would get their mails twice, so nothing leaves from here.',
      points: [{ name: 'Where it lies now', text: here }],
      advice: 'Where this is the only one that sends, go on with: daywire resume',
    }
    await alert(tx, `paused:${here}`, content, clock.now())
  })
  events.emit({
    level: 'warn',
    name: 'sending.paused',
    message: 'this database was copied or restored, so sending is paused; `daywire resume` goes on here',
  })
}

/** Who paused sending, when and why; null where it is not paused. */
export async function sendingPause({ store }: Pick<Context, 'store'>): Promise<Pause | null> {
  return store.sendingSettings.pause()
}

/** `the relay is being moved (by cli since 2026-11-23T08:00:00Z)` */
export function pauseInWords({ reason, by, at }: Pause): string {
  return `${reason} (by ${by} since ${at.toString({ smallestUnit: 'second' })})`
}

/** Pauses all sending: once this returns, no mail leaves that was not on its way. False where it was paused before. */
export async function pauseSending(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  reason: string,
  actor: Actor,
): Promise<boolean> {
  requirePermission(actor, 'pause-sending', null)
  const at = clock.now()
  return store.transaction(async (tx) => {
    await tx.lock('deliveries')
    if (!(await tx.sendingSettings.putPause({ reason, by: actorText(actor), at }))) return false
    await tx.audit.append({ at, actor, action: 'pause', subject: 'sending', detail: { reason } })
    return true
  })
}

/** Lets sending go on, here. False where it was not paused. */
export async function resumeSending(
  context: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
): Promise<boolean> {
  requirePermission(actor, 'resume-sending', null)
  const here = await context.store.fingerprint()
  return context.store.transaction(async (tx) => {
    const wasPaused = await tx.sendingSettings.liftPause()
    if (!wasPaused && (await tx.newsroom.setting('place')) === here) return false
    await tx.newsroom.putSetting('place', here)
    await tx.audit.append({ at: context.clock.now(), actor, action: 'resume', subject: 'sending' })
    await tx.jobs.wake('outbox')
    await tx.jobs.wake('deliveries')
    return wasPaused
  })
}
