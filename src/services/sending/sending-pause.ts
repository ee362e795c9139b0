import type { Pause } from '../../core/entities/sending/sending-pause.ts'
import { actorText, systemActor, type Actor } from '../../core/entities/actor.ts'
import { requirePermission } from '../../core/permissions.ts'
import { alert } from '../alerts/alert.ts'
import { forgetRestored } from '../backup/restored.ts'
import type { Context } from '../context.ts'
import { said, text, type Said } from '../../core/said/said.ts'
import { english } from '../../core/said/sentence.ts'

/**
 * Starts with sending paused if the database has been moved or copied: a copy or a restored backup would send again what the original has
 * sent. An alert informs the editors.
 */
export async function checkPlace(context: Pick<Context, 'store' | 'clock' | 'events'>): Promise<void> {
  const { store, clock, events } = context
  const here = await store.fingerprint()
  const known = await store.newsroom.claimSetting('place', here)
  if (known === here || (await sendingPause(context))) return
  const reason = said('database-copied')
  await store.transaction(async (tx) => {
    if (!(await tx.sendingSettings.putPause({ reason, by: actorText(systemActor), at: clock.now() }))) return
    const content = {
      subject: said('alert-copied-subject'),
      lead: said('alert-copied-lead'),
      points: [{ name: said('alert-copied-place'), text: text(here) }],
      advice: said('alert-copied-advice'),
    }
    const about = { alert: 'sending-paused', digest: null } as const
    await alert(tx, { dedupe: `paused:${here}`, about }, content, clock.now())
  })
  events.emit({
    name: 'sending.paused',
    message: english(said('alert-copied-log')),
  })
}

/** Who paused sending, when and why; null where it is not paused. */
export async function sendingPause({ store }: Pick<Context, 'store'>): Promise<Pause | null> {
  return store.sendingSettings.pause()
}

/** For example `the relay is being moved (by cli since 2026-11-23T08:00:00Z)`; for all sending or one edition. */
export function pauseSaid({ reason, by, at }: Pause): Said {
  return said('paused-by', { reason, by, at: at.toString({ smallestUnit: 'second' }) })
}

/** Pauses all sending: once this returns, only e-mails already in flight are finished. False if it was paused before. */
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

/** Resumes sending from this database. False if it was not paused. */
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
    await forgetRestored(tx)
    await tx.audit.append({ at: context.clock.now(), actor, action: 'resume', subject: 'sending' })
    await tx.jobs.wake('outbox')
    await tx.jobs.wake('deliveries')
    return wasPaused
  })
}
