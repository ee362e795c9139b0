import { remembered } from '../../../core/schedule.ts'
import type { Item } from '../../../core/entities/sheet.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { DeliveryStatus } from '../../../core/entities/states.ts'
import type { Pause } from '../../../core/entities/sending/sending-pause.ts'
import type { VariantContent } from '../../../core/entities/editions/contents.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Feedback } from '../../../core/entities/feedback/feedback.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import type { InForce } from '../../../core/entities/suppression.ts'
import type { Context } from '../../context.ts'
import { expectedDay } from '../warm-up/expected-day.ts'
import { pauseSaid, sendingPause } from '../sending-pause.ts'
import { hashedAddress } from '../../subscribers/hashed-address.ts'
import { said, text, type Reason, type Said } from '../../../core/said/said.ts'

/** A story in an e-mail, and why it was there. */
export interface MailedStory {
  headline: string
  /** `lead`, `normal`, `brief`, `new` or `seen` (analyses), `earlier`. */
  form: string
  /** The topic that it was listed under; null if none. */
  topic: string | null
  reasons: Reason[]
}

/** All that is known about one edition for one address. */
export interface ExplainedDelivery {
  email: string
  /** Null: the address never subscribed, or was erased. */
  subscription: Pick<Subscription, 'status' | 'topics' | 'days' | 'hour' | 'timeZone' | 'pausedUntil'> | null
  /** Why the address gets no e-mail; null if it does. */
  suppressed: InForce | null
  /** How often servers reported that the address does not exist. */
  refusals: number
  /** Null: the edition has no e-mail for it; `why` gives the reason. */
  delivery: {
    status: DeliveryStatus
    dueAt: Temporal.Instant
    attempts: number
    finishedAt: Temporal.Instant | null
    reply: string | null
    reason: Reason | null
    /** The revision of the edition that was sent; null if nothing was sent yet. */
    revision: number | null
  } | null
  /** Reports about it, newest first. */
  cameBack: CameBack[]
  mail: (Pick<VariantContent, 'subject' | 'bytes' | 'topics'> & { stories: MailedStory[] }) | null
  why: Said
}

/** A report about one e-mail. */
export type CameBack = Pick<Feedback, 'id' | 'kind' | 'receivedAt' | 'outcome' | 'reason' | 'says'>

const mostReports = 20

async function cameBackOf(
  { store }: Pick<Context, 'store'>,
  subscriberId: number,
  editionId: number,
): Promise<CameBack[]> {
  const reports = await store.feedbackViews.ofMail(subscriberId, editionId, mostReports)
  return reports.map(({ id, kind, receivedAt, outcome, reason, says }) => ({
    id,
    kind,
    receivedAt,
    outcome,
    reason,
    says,
  }))
}

/** Why an address got, or did not get, an e-mail of an edition, from what was stored then. Throws `bad-input` for an invalid address. */
export async function explainDelivery(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  digest: Digest,
  edition: Edition,
  email: string,
): Promise<ExplainedDelivery> {
  const { address, hash } = await hashedAddress({ store }, email)
  const known = (await store.subscribers.byHash(hash)).find(({ digestId }) => digestId === digest.id) ?? null
  const row = known && (await store.deliveries.of(edition.id, known.subscriberId))
  const content = row?.variant ? await store.contents.variant(edition.id, row.variant) : null
  return {
    email: address,
    subscription: known && choicesOf(known),
    suppressed: await store.suppressions.inForce(hash, address),
    refusals: known ? (await store.subscribers.refusalsOf(known.subscriberId)).count : 0,
    delivery: row && deliveryOf(row),
    cameBack: known ? await cameBackOf({ store }, known.subscriberId, edition.id) : [],
    mail: content && {
      subject: content.subject,
      bytes: content.bytes,
      topics: content.topics,
      stories: await storiesOf({ store }, digest, edition, content.blocks),
    },
    why: row
      ? (whyHeld(digest, edition, row) ?? whyOf(row, clock.now(), await sendingPause({ store })))
      : await whyNoRow({ store, clock }, edition, known),
  }
}

type Row = NonNullable<Awaited<ReturnType<Context['store']['deliveries']['of']>>>

function choicesOf({ status, topics, days, hour, timeZone, pausedUntil }: Subscription) {
  return { status, topics, days, hour, timeZone, pausedUntil }
}

function deliveryOf({ status, dueAt, attempts, finishedAt, reply, reason, revision }: Row) {
  return { status, dueAt, attempts, finishedAt, reply, reason, revision }
}

/** Why a waiting e-mail is not sent, if the edition is the reason; otherwise null. */
function whyHeld({ key }: Digest, { date, stop, correctedAt }: Edition, { status }: Row): Said | null {
  if (status !== 'queued' && status !== 'deferred') return null
  const which = { digest: key, date: date.toString() }
  if (stop) return said('why-edition-stopped', { stop: pauseSaid(stop), ...which })
  return correctedAt && said('why-edition-corrected', { since: correctedAt.toString(), ...which })
}

function whyOf(row: Row, now: Temporal.Instant, pause: Pause | null): Said {
  const { status, reason, reply, nextAttemptAt, dueAt } = row
  if (pause && (status === 'queued' || status === 'deferred'))
    return said('why-sending-paused', { since: pause.at.toString(), reason: pause.reason })
  switch (status) {
    case 'sent':
      return reason === null ? said('why-sent') : shown(reason)
    case 'queued':
      return Temporal.Instant.compare(dueAt, now) > 0
        ? said('why-waits-for-hour', { due: dueAt.toString() })
        : said('why-waits-for-turn', { due: dueAt.toString() })
    case 'claimed':
    case 'inflight':
      return said('why-being-sent')
    case 'deferred':
      return said('why-deferred', { at: nextAttemptAt?.toString() ?? '–', why: reason ?? reply ?? '' })
    case 'failed':
    case 'skipped':
    case 'unknown':
      return reason !== null && reply !== null
        ? said('why-with-reply', { why: reason, reply })
        : shown(reason ?? reply ?? '')
  }
}

const shown = (reason: Reason): Said => (typeof reason === 'string' ? text(reason) : reason)

function whyNone(edition: Edition, known: Subscription | null, counts: object): Said {
  if (!known) return said('why-no-subscription')
  if (edition.finishedAt && edition.startedAt && Object.keys(counts).length === 0)
    return said('why-deliveries-deleted')
  if (edition.startedAt === null) return said('why-nothing-left', { status: edition.status })
  if (known.status !== 'active') return said('why-subscription-is', { status: known.status })
  if (known.days && !known.days.includes(edition.date.dayOfWeek)) return said('why-not-this-day')
  if (known.pausedUntil && Temporal.Instant.compare(known.pausedUntil, edition.startedAt) > 0)
    return said('why-subscription-paused', { until: known.pausedUntil.toString() })
  return said('why-not-recipient')
}

async function whyNoRow(
  context: Pick<Context, 'store' | 'clock'>,
  edition: Edition,
  known: Subscription | null,
): Promise<Said> {
  const why = whyNone(edition, known, await context.store.deliveries.counts(edition.id))
  if (!known || why.code !== 'why-not-recipient') return why
  return (await whyWaits(context, edition, known)) ?? why
}

/** How a warm-up kept an edition from somebody who would have got it otherwise; null if it did not. */
async function whyWaits(
  context: Pick<Context, 'store' | 'clock'>,
  { warmUpId, startedAt }: Edition,
  known: Subscription,
): Promise<Said | null> {
  if (warmUpId === null) return null
  const admission = await context.store.warmUpReaders.admission(warmUpId, known.subscriberId)
  if (admission) {
    const { at, isByPlan } = admission
    const hasWaited = isByPlan && startedAt !== null && Temporal.Instant.compare(at, startedAt) > 0
    return hasWaited ? said('why-warm-up-admitted', { at: at.toString({ smallestUnit: 'second' }) }) : null
  }
  const open = await context.store.warmUps.open()
  if (open?.id !== warmUpId) return said('why-warm-up-over')
  const expected = await expectedDay(context, known.subscriberId)
  if (expected?.isPaused) return said('why-warm-up-paused')
  return expected?.date
    ? said('why-warm-up-expected', { date: expected.date.toString() })
    : said('why-warm-up-waits')
}

async function storiesOf(
  { store }: Pick<Context, 'store'>,
  digest: Digest,
  edition: Edition,
  blocks: string[],
): Promise<MailedStory[]> {
  const items = new Map((await store.contents.items(edition.id)).map((item) => [item.storyId, item]))
  const wanted = keyed(blocks)
  if (wanted.some(({ id }) => !items.has(id))) await addEarlier(store, digest, edition, items)
  return storiesAmong(blocks, items)
}

/** The stories that the blocks of an e-mail show, in its order. */
export function storiesAmong(
  blocks: readonly string[],
  items: ReadonlyMap<number, Pick<Item, 'headline' | 'reasons'>>,
): MailedStory[] {
  return keyed(blocks).map(({ id, form, topic }) => {
    const item = items.get(id)
    return { headline: item?.headline ?? `#${id}`, form, topic, reasons: item?.reasons ?? [] }
  })
}

/** The stories of blocks, from the keys of the blocks. */
const keyed = (blocks: readonly string[]) =>
  blocks.flatMap((key) => {
    const [kind = '', id = '', form = '', topic] = key.split(':')
    if (kind === 'story') return [{ id: Number(id), form, topic: topic ?? null }]
    if (kind === 'analysis') return [{ id: Number(id), form, topic: null }]
    return kind === 'earlier' ? [{ id: Number(id), form: 'earlier', topic: null }] : []
  })

/** Adds stories of earlier editions, as far back as an e-mail can list them. */
async function addEarlier(
  store: Context['store'],
  digest: Digest,
  { frozenAt }: Edition,
  items: Map<number, Item>,
): Promise<void> {
  const begin = frozenAt.subtract(remembered)
  for (const { id } of await store.editions.between(digest.id, begin, frozenAt))
    for (const item of await store.contents.items(id)) items.getOrInsert(item.storyId, item)
}
