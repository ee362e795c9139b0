import { warmUpPath } from '../../core/links.ts'
import { said, type Said } from '../../core/said/said.ts'
import type { Context } from '../context.ts'
import { raise } from './about-edition.ts'
import type { AlertTx } from './alert.ts'

/** Reports that bounces or complaints have paused the warm-up; call it in that transaction. */
export async function alertWarmUpPaused(
  tx: AlertTx,
  { events }: Pick<Context, 'events'>,
  { warmUpId, reason, at }: { warmUpId: number; reason: Said; at: Temporal.Instant },
): Promise<void> {
  const content = {
    subject: said('alert-warm-up-subject'),
    lead: said('alert-warm-up-lead', { why: reason }),
    points: [],
    advice: said('alert-warm-up-advice'),
    page: warmUpPath,
  }
  const about = { alert: 'warm-up', digest: null } as const
  await raise(tx, events, { dedupe: `warm-up:${warmUpId}:${at.epochMilliseconds}`, about }, content, at)
}
