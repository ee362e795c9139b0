import { AppError } from '../../core/errors.ts'
import type { Digest } from '../../core/newsroom.ts'
import type { Actor } from '../../core/ports.ts'
import { localDate, planned, type Planned } from '../../core/schedule.ts'
import type { Edition } from '../../store/editions.ts'
import { alertSources } from '../alerts/alert-sources.ts'
import { approve } from './approve.ts'
import { endDay } from './calendar.ts'
import { collect } from '../collecting/collect.ts'
import type { Collected } from '../collecting/collected.ts'
import { compose } from './compose.ts'
import { deliver, type Delivered } from '../sending/deliver.ts'
import type { House } from '../house.ts'
import { sendMessages } from '../sending/send-messages.ts'
import { startSending } from '../sending/start-sending.ts'

export interface RunReport {
  digest: Digest
  edition: Edition
  /** What happened to the edition in this run. */
  outcome: 'sent' | 'nothing-to-do' | 'skipped' | 'awaiting-approval' | 'open'
  /** A sentence for a person. */
  message: string
  sources: Collected[]
  delivered: Delivered | null
  /** Milliseconds a step. */
  timings: { step: string; ms: number }[]
}

/** Milliseconds for collecting, as there is no cutoff. */
const collectAtMost = 300_000

/**
 * Collect to deliver for one digest, at once, for its local date of now: what an earlier run began goes on where it
 * was; an edition that has left is not sent again. Collecting ends after five minutes, or when `enough` says so; what was
 * not read by then is `unread` among the sources.
 */
export async function run(
  house: House,
  digest: Digest,
  actor: Actor,
  signal: AbortSignal = new AbortController().signal,
  enough: () => AbortSignal = () => AbortSignal.timeout(collectAtMost),
): Promise<RunReport> {
  const timings: RunReport['timings'] = []
  const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const begun = house.clock.now()
    const result = await work()
    timings.push({ step, ms: Math.round(house.clock.now().since(begun).total('milliseconds')) })
    return result
  }
  const date = localDate(house.clock.now(), digest.schedule.timeZone)
  const standing = await house.store.editions.byDate(digest.id, date)
  const plan = planned(digest.schedule, date)
  if (!standing && plan?.kind === 'skipped') return skippedDay(house, digest, date, plan)
  const sources = standing
    ? []
    : await timed('collect', () => collect(house, { signal: AbortSignal.any([signal, enough()]) }))
  await alertSources(house, actor)
  await sendMessages(house, signal)
  const frozenAt = house.clock.now()
  const composed = standing
    ? { edition: standing, created: false }
    : await timed('compose', () =>
        compose(house, { digest, date, number: 0, frozenAt, dueAt: frozenAt }, actor),
      )
  const report = { digest, sources, timings, delivered: null }

  let { edition } = composed
  if (edition.status === 'draft') {
    if (digest.approval === 'manual')
      return { ...report, edition, outcome: 'awaiting-approval', message: waitingFor(digest, edition) }
    const approved = await timed('render', () => approve(house, edition, actor))
    if (!approved.ok) throw new AppError('conflict', approved.reason)
    edition = await reread(house, edition)
  }
  if (edition.status === 'approved') {
    await startSending(house, edition, true)
    edition = await reread(house, edition)
  }
  if (edition.status !== 'sending') {
    const outcome = composed.created ? 'skipped' : 'nothing-to-do'
    return { ...report, edition, outcome, message: whyNothing(digest, edition) }
  }
  const sending = edition
  const delivered = await timed('deliver', () => deliver(house, sending, signal))
  // What sending had to tell the editors leaves now: where nothing but this command runs, it would wait for tomorrow's.
  await sendMessages(house, signal)
  edition = await reread(house, edition)
  return {
    ...report,
    edition,
    delivered,
    outcome: delivered.closed ? 'sent' : 'open',
    message: delivered.closed
      ? `${digest.key} of ${edition.date.toString()} has been sent`
      : `${digest.key} of ${edition.date.toString()} is not through yet${delivered.nextDue ? `; next try at ${delivered.nextDue.toString()}` : ''}`,
  }
}

/** A day that the calendar leaves out is so for whoever runs it, too. */
async function skippedDay(
  house: House,
  digest: Digest,
  date: Temporal.PlainDate,
  plan: Planned,
): Promise<RunReport> {
  await endDay(house, digest, { date, plan }, 'skipped', plan.reason ?? '')
  const edition = await house.store.editions.byDate(digest.id, date)
  if (!edition) throw new AppError('conflict', `${digest.key} of ${date.toString()} is being made elsewhere`)
  const message = whyNothing(digest, edition)
  return { digest, edition, outcome: 'skipped', message, sources: [], delivered: null, timings: [] }
}

async function reread(house: House, edition: Edition): Promise<Edition> {
  return (await house.store.editions.byId(edition.id)) ?? edition
}

function waitingFor(digest: Digest, edition: Edition): string {
  return `${digest.key} of ${edition.date.toString()} waits for approval: daywire approve ${digest.key} --date ${edition.date.toString()}`
}

function whyNothing(digest: Digest, edition: Edition): string {
  const name = `${digest.key} of ${edition.date.toString()}`
  if (edition.status === 'sent')
    return `${name} was sent already${edition.finishedAt ? ` at ${edition.finishedAt.toString()}` : ''}; nobody gets it twice`
  return `${name} is ${edition.status}${edition.reason ? `: ${edition.reason}` : ''}`
}
