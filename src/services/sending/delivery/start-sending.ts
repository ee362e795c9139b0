import type { Edition } from '../../../core/entities/edition.ts'
import { archiveEdition, type ArchivingDeps } from '../../archive/archive-editions.ts'
import type { Context } from '../../context.ts'
import { admitToday } from '../warm-up/admit-today.ts'
import { fanOut } from './fan-out.ts'

/**
 * Starts to send an approved edition and adds its rows. They are due at the edition's hour, or for subscribers with an hour of their own at
 * the first such hour after the freeze; `atOnce` makes all due now. During a warm-up, the readers of the day are admitted first. If it is
 * interrupted, `deliver` adds the missing rows, and the job `archive` the missing archive. False if the edition is no longer `approved`, or
 * not in the approved revision.
 */
export async function startSending(
  context: ArchivingDeps & Pick<Context, 'clock' | 'events'>,
  edition: Edition,
  atOnce: boolean,
): Promise<boolean> {
  await admitToday(context, edition)
  const now = context.clock.now()
  const started = await context.store.revisions.start(edition.id, now, atOnce ? now : null)
  if (started) {
    await archiveEdition(context, edition.id)
    await fanOut(context, edition.id)
  }
  return started
}
