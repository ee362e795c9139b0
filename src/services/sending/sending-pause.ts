import { sendingPausedSetting } from '../../core/entities/sending-pause.ts'
import { actorText, systemActor, type Actor } from '../../core/entities/actor.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Repositories } from '../../store/store.ts'
import { alert } from '../alerts/alert.ts'
import type { Context } from '../context.ts'
import { said, text, type Said } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'

/** A pause of all sending: it is a flag with who, when and why, and no state of an edition. */
export interface Pause {
  /** In a person's words, or the program's. */
  reason: string | Said
  /** An actor as stored text. */
  by: string
  at: Temporal.Instant
}

/**
 * Starts sending paused where the database is not where it was: a copy or a restored backup would mail
 * people again whom the original has mailed. The editors are told by mail.
 */
export async function checkPlace(context: Pick<Context, 'store' | 'clock' | 'events'>): Promise<void> {
  const { store, clock, events } = context
  const here = await store.fingerprint()
  const known = await store.newsroom.claimSetting('place', here)
  if (known === here || (await sendingPause(context))) return
  const reason = said('database-copied')
  await store.transaction(async (tx) => {
    if (!(await setPause(tx, { reason, by: actorText(systemActor), at: clock.now() }))) return
    const content = {
      subject: said('alert-copied-subject'),
      lead: said('alert-copied-lead'),
      points: [{ name: said('alert-copied-place'), text: text(here) }],
      advice: said('alert-copied-advice'),
    }
    await alert(tx, `paused:${here}`, content, clock.now())
  })
  events.emit({
    level: 'warn',
    name: 'sending.paused',
    message: english(said('alert-copied-log')),
  })
}

async function setPause(tx: Pick<Repositories, 'newsroom'>, { reason, by, at }: Pause): Promise<boolean> {
  if ((await tx.newsroom.setting(sendingPausedSetting)) !== null) return false
  const value = JSON.stringify({ reason, by, at: at.toString() })
  return (await tx.newsroom.claimSetting(sendingPausedSetting, value)) === value
}

/** Who paused sending, when and why; null where it is not paused. */
export async function sendingPause({ store }: Pick<Context, 'store'>): Promise<Pause | null> {
  const value = await store.newsroom.setting(sendingPausedSetting)
  if (value === null) return null
  const { reason, by, at } = JSON.parse(value) as Omit<Pause, 'at'> & { at: string }
  return { reason, by, at: Temporal.Instant.from(at) }
}

/** `the relay is being moved (by cli since 2026-11-23T08:00:00Z)`; of sending, or of an edition. */
export function pauseSaid({ reason, by, at }: Pause): Said {
  return said('paused-by', { reason, by, at: at.toString({ smallestUnit: 'second' }) })
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
    if (!(await setPause(tx, { reason, by: actorText(actor), at }))) return false
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
    const wasPaused = (await tx.newsroom.setting(sendingPausedSetting)) !== null
    if (!wasPaused && (await tx.newsroom.setting('place')) === here) return false
    await tx.newsroom.putSetting(sendingPausedSetting, null)
    await tx.newsroom.putSetting('place', here)
    await tx.audit.append({ at: context.clock.now(), actor, action: 'resume', subject: 'sending' })
    await tx.jobs.wake('outbox')
    await tx.jobs.wake('deliveries')
    return wasPaused
  })
}
