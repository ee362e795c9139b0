import { AppError } from '../../../core/errors.ts'
import { domainLimit, domainOf, type Limits } from '../../../core/smtp/limits.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { Subscription } from '../../../core/entities/subscription.ts'
import { expectedReaders } from '../../editions/expected-readers.ts'
import type { DeliverDeps } from '../../context.ts'
import { lastDeliveries } from '../../editions/last-delivery.ts'
import { limitsOf } from '../limits/limits.ts'
import { todaysShare } from '../warm-up/todays-share.ts'
import { prepareEdition } from '../../editions/prepare-edition.ts'
import { said, saidOf, type Said } from '../../../core/said/said.ts'

/** What sending an edition to the current list would result in. */
export interface Simulated {
  recipients: number
  mails: number
  /** Readers who would get no e-mail, by reason. */
  skipped: { why: Said; mails: number }[]
  /** All e-mails together, estimated. */
  bytes: number
  /** The most frequent first. */
  variants: { mails: number; bytes: number; subject: string; topics: string[] }[]
  /** The most frequent first. */
  domains: { domain: string; mails: number }[]
  /** Minutes that the limits alone would take; null without limits. */
  minutesByLimits: number | null
  /** Difference to the number of e-mails of the previous edition; null if there was none. */
  moreThanLast: number | null
}

const page = 500

/** Cuts every e-mail of a draft or approved edition for the real list; sends and stores nothing. Throws `conflict` if sending has begun. */
export async function simulate(context: DeliverDeps, digest: Digest, edition: Edition): Promise<Simulated> {
  if (edition.status !== 'draft' && edition.status !== 'approved')
    throw new AppError('conflict', said('simulated-too-late', { status: edition.status }))
  const made = await prepareEdition(context, edition)
  const variants = new Map<string, Simulated['variants'][number]>()
  const domains = new Map<string, number>()
  const skipped = new Map<string, { why: Said; mails: number }>()
  const add = (to: Map<string, number>, name: string) => to.set(name, (to.get(name) ?? 0) + 1)
  const share = await todaysShare(context)
  const skip = (why: Said) => {
    skipped.getOrInsertComputed(JSON.stringify(why), () => ({ why, mails: 0 })).mails += 1
  }
  let recipients = 0
  for await (const readers of pagesOf(context, digest, edition)) {
    const ids = readers.map(({ subscriberId }) => subscriberId)
    const last = await lastDeliveries(context, made.sheet, ids)
    const suppressed = await context.store.suppressions.among(ids)
    const served = await share?.among(ids.filter((id) => !suppressed.has(id)))
    const whyNone = (id: number) =>
      suppressed.has(id) ? said('suppressed') : served?.has(id) === false ? said('waits-for-warm-up') : null
    recipients += readers.length
    for (const reader of readers) {
      const { subscriberId, email } = reader
      const cut = made.cut(reader, last.get(subscriberId) ?? null)
      const why = whyNone(subscriberId)
      if (why) skip(why)
      else if (!cut.ok) skip(saidOf(cut))
      if (why || !cut.ok) continue
      const { key, bytes, subject } = made.variant(cut)
      const variant = variants.get(key) ?? { mails: 0, bytes, subject, topics: cut.topics }
      variant.mails += 1
      variants.set(key, variant)
      add(domains, domainOf(email))
    }
    context.progress.step('simulate', recipients, recipients)
  }
  const counted = [...variants.values()].sort((a, b) => b.mails - a.mails)
  const mails = counted.reduce((sum, variant) => sum + variant.mails, 0)
  const byDomain = [...domains]
    .map(([domain, count]) => ({ domain, mails: count }))
    .sort((a, b) => b.mails - a.mails)
  const before = await sentBefore(context, digest, edition)
  return {
    recipients,
    mails,
    skipped: [...skipped.values()],
    bytes: counted.reduce((sum, variant) => sum + variant.mails * variant.bytes, 0),
    variants: counted,
    domains: byDomain,
    minutesByLimits: minutesOf(await limitsOf(context), mails, byDomain),
    moreThanLast: before === null ? null : mails - before,
  }
}

/** The readers who would get a row, some hundreds at a time. */
async function* pagesOf(
  context: DeliverDeps,
  digest: Digest,
  { date }: Edition,
): AsyncGenerator<Subscription[]> {
  let readers: Subscription[] = []
  for await (const subscription of expectedReaders(context, digest, date)) {
    readers.push(subscription)
    if (readers.length < page) continue
    yield readers
    readers = []
  }
  if (readers.length > 0) yield readers
}

function minutesOf(limits: Limits, mails: number, domains: Simulated['domains']): number | null {
  const minutes = [
    limits.perMinute === null ? 0 : mails / limits.perMinute,
    ...domains.map(({ domain, mails: count }) => {
      const { perMinute } = domainLimit(limits, domain)
      return perMinute === null ? 0 : count / perMinute
    }),
  ]
  const longest = Math.max(0, ...minutes)
  return longest === 0 ? null : Math.ceil(longest)
}

async function sentBefore({ store }: DeliverDeps, digest: Digest, { id }: Edition): Promise<number | null> {
  const before = (await store.editions.newest(digest.id, 30)).find(
    (one) => one.status === 'sent' && one.id !== id,
  )
  if (!before) return null
  const { sent = 0, failed = 0, unknown = 0 } = before.totals ?? {}
  return sent + failed + unknown
}
