import type { Digest } from '../../../core/entities/newsroom.ts'
import { localDate, planned } from '../../../core/schedule.ts'
import type { DeliveryStatus, EditionStatus } from '../../../core/entities/states.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { needsPerson } from '../approvals.ts'
import { stopInWords } from '../stopping/stop-edition.ts'
import { expectedReaders } from '../expected-readers.ts'
import type { Context } from '../../context.ts'
import { listSources } from '../../collecting/managing/list-sources.ts'
import { pauseSaid, sendingPause } from '../../sending/sending-pause.ts'
import { english } from '../../../core/said/sentence.ts'

/** What a run or a delivery would do now. */
export interface Foreseen {
  digest: string
  date: string
  /** Null where the edition would be made. */
  status: EditionStatus | null
  /** A sentence a step, for people. */
  steps: string[]
}

type Deps = Pick<Context, 'store' | 'clock'>

/** What `run` would do for a digest now; reads, asks no server, changes nothing. */
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
      steps: [`would skip ${date.toString()}: ${plan.reason}`],
    }
  const sources = (await listSources(context)).filter((s) => s.status !== 'off' && s.status !== 'retired')
  const steps = [
    `would read these sources: ${sources.map((source) => source.name).join(', ') || 'none'}`,
    `would compose the edition of ${date.toString()}`,
    ...(digest.approval === 'auto'
      ? ['would approve it', ...(await sendingSteps(context, digest, date))]
      : ['would leave it for approval']),
  ]
  return { digest: digest.key, date: date.toString(), status: null, steps }
}

/** What would happen to a standing edition; a draft is approved first only where `mayApprove` says so. */
export async function foreseeEdition(
  context: Deps,
  digest: Digest,
  edition: Edition,
  mayApprove: boolean,
): Promise<Foreseen> {
  const { date, status } = edition
  const name = `the edition of ${date.toString()}`
  return { digest: digest.key, date: date.toString(), status, steps: await stepsFor() }

  async function stepsFor(): Promise<string[]> {
    if (edition.stop) return [`would do nothing: ${name} is stopped: ${stopInWords(edition.stop)}`]
    switch (status) {
      case 'draft':
        return mayApprove
          ? [`would approve ${name}`, ...(await sendingSteps(context, digest, date))]
          : [`would do nothing: ${name} waits for approval`]
      case 'approved':
        return sendingSteps(context, digest, date)
      case 'sending':
        return [
          `would go on sending ${name}: ${openRows(await context.store.deliveries.counts(edition.id))} mails are open`,
        ]
      case 'sent':
      case 'skipped':
      case 'missed':
      case 'stopped':
        return [`would do nothing: ${name} is ${status}${edition.reason ? `: ${edition.reason}` : ''}`]
    }
  }
}

async function sendingSteps(context: Deps, digest: Digest, date: Temporal.PlainDate): Promise<string[]> {
  const paused = await sendingPause(context)
  if (paused !== null) return [`would send nothing: sending is paused: ${english(pauseSaid(paused))}`]
  let readers = 0
  for await (const _ of expectedReaders(context, digest, date)) readers += 1
  return [
    `would send it to at most ${readers} subscribers, but for suppressed addresses and those with no news of their topics`,
  ]
}

function openRows(counts: Partial<Record<DeliveryStatus, number>>): number {
  return (counts.queued ?? 0) + (counts.claimed ?? 0) + (counts.deferred ?? 0) + (counts.inflight ?? 0)
}
