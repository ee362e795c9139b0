import type { Digest } from '../../../../core/entities/newsroom.ts'
import { localDate, planned } from '../../../../core/schedule.ts'
import type { DeliveryStatus, EditionStatus } from '../../../../core/entities/states.ts'
import type { Edition } from '../../../../core/entities/edition.ts'
import { needsPerson } from '../../approvals.ts'
import { expectedReaders } from '../../expected-readers.ts'
import type { Context } from '../../../context.ts'
import { listSources } from '../../../collecting/managing/list-sources.ts'
import { todaysShare } from '../../../sending/warm-up/todays-share.ts'
import { pauseSaid, sendingPause } from '../../../sending/sending-pause.ts'
import { listed, said, type Said } from '../../../../core/said/said.ts'

/** What a run or a delivery would do now. */
export interface Foreseen {
  digest: string
  date: string
  /** Null if the edition would be made. */
  status: EditionStatus | null
  steps: Said[]
}

type Deps = Pick<Context, 'store' | 'clock'>

/** What `run` would do for a digest now; only reads, and contacts no server. */
export async function foresee(context: Deps, digest: Digest): Promise<Foreseen> {
  const date = localDate(context.clock.now(), digest.schedule.timeZone)
  const edition = await context.store.editions.byDate(digest.id, date)
  if (edition) return foreseeEdition(context, digest, edition, !needsPerson(digest, edition))
  const plan = planned(digest.schedule, date)
  if (plan?.kind === 'skipped')
    return {
      digest: digest.key,
      date: date.toString(),
      status: null,
      steps: [said('would-skip', { date: date.toString(), reason: plan.reason })],
    }
  const sources = (await listSources(context)).filter((s) => s.status !== 'off' && s.status !== 'retired')
  const steps = [
    said('would-read', { sources: listed(sources.map((source) => source.name)) }),
    said('would-compose', { name: said('edition-of', { date: date.toString() }) }),
    ...(digest.approval === 'auto'
      ? [said('would-approve-it'), ...(await sendingSteps(context, digest, date))]
      : [said('would-leave')]),
  ]
  return { digest: digest.key, date: date.toString(), status: null, steps }
}

/** What would happen to an existing edition; a draft is approved first only if `mayApprove`. */
export async function foreseeEdition(
  context: Deps,
  digest: Digest,
  edition: Edition,
  mayApprove: boolean,
): Promise<Foreseen> {
  const { date, status } = edition
  const name = said('edition-of', { date: date.toString() })
  return { digest: digest.key, date: date.toString(), status, steps: await stepsFor() }

  async function stepsFor(): Promise<Said[]> {
    if (edition.stop) return [said('would-nothing-stopped', { name, stop: pauseSaid(edition.stop) })]
    switch (status) {
      case 'draft':
        return mayApprove
          ? [said('would-approve', { name }), ...(await sendingSteps(context, digest, date))]
          : [said('would-nothing-unapproved', { name })]
      case 'approved':
        return sendingSteps(context, digest, date)
      case 'sending':
        return [
          said('would-go-on', { name, count: openRows(await context.store.deliveries.counts(edition.id)) }),
        ]
      case 'sent':
      case 'skipped':
      case 'missed':
      case 'stopped':
        return [
          edition.reason
            ? said('would-nothing-because', { name, status, reason: edition.reason })
            : said('would-nothing-is', { name, status }),
        ]
    }
  }
}

async function sendingSteps(context: Deps, digest: Digest, date: Temporal.PlainDate): Promise<Said[]> {
  const paused = await sendingPause(context)
  if (paused !== null) return [said('would-send-nothing', { pause: pauseSaid(paused) })]
  let readers = 0
  for await (const _ of expectedReaders(context, digest, date)) readers += 1
  const share = await todaysShare(context)
  return [said('would-send', { count: Math.min(readers, share?.most ?? readers) })]
}

function openRows(counts: Partial<Record<DeliveryStatus, number>>): number {
  return (counts.queued ?? 0) + (counts.claimed ?? 0) + (counts.deferred ?? 0) + (counts.inflight ?? 0)
}
