import type { Edition } from '../../../core/entities/edition.ts'
import { archiveEdition, type ArchivingDeps } from '../../archive/archive-editions.ts'
import type { Context } from '../../context.ts'
import { admitToday } from '../warm-up/admit-today.ts'
import { fanOut } from './fan-out.ts'

/**
 * Sets an approved edition sending and gives it its recipients. Rows are due at the edition's hour, those of
 * subscribers with an hour of their own at the first such hour after the freeze; `atOnce` makes all due now.
 * While a warm-up runs, the readers of the day are admitted first. Ended on the way, `deliver` finds the rest, and the job `archive` what the archive has not got. False where the edition is not `approved` any more, or
 * not what was approved.
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
