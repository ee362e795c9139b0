import type { Actor } from '../../../core/entities/actor.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { DeliveryStatus, EditionStatus } from '../../../core/entities/states.ts'
import type { Edition, EditionPlace } from '../../../core/entities/edition.ts'
import { requirePermission } from '../../../core/permissions.ts'
import type { Context } from '../../context.ts'
import type { Reason } from '../../../core/said/said.ts'

/** An edition with the outcomes of its e-mails. */
export interface ListedEdition {
  digest: string
  date: string
  number: number
  status: EditionStatus
  subject: string | null
  /** Why it was skipped, missed or stopped. */
  reason: Reason | null
  revision: number
  /** Who stopped it, when and why; null if it is not stopped. */
  stop: { at: string; by: string; reason: string } | null
  /** Since when it is being corrected. */
  correctedAt: string | null
  /** The country whose profile it shows, and why; or why it shows none. */
  profile: { country: string | null; reason: Reason } | null
  opensAt: string
  frozenAt: string
  dueAt: string
  finishedAt: string | null
  counts: Partial<Record<DeliveryStatus, number>>
}

/** The newest editions of a digest, newest first. */
export async function listEditions(
  { store }: Pick<Context, 'store'>,
  digest: Digest,
  count: number,
): Promise<ListedEdition[]> {
  const editions = await store.editions.newest(digest.id, count)
  return listed(store, digest, editions)
}

/** Some editions, and the last of them as the place for the next page; null if there are no more. */
export interface EditionsPage {
  editions: ListedEdition[]
  before: EditionPlace | null
}

/** A page of a digest's editions, newest first. */
export async function listEditionsBefore(
  { store }: Pick<Context, 'store'>,
  actor: Actor,
  { digest, before, count }: { digest: Digest; before: EditionPlace | null; count: number },
): Promise<EditionsPage> {
  requirePermission(actor, 'view-desk', digest.id)
  const found = await store.editions.newest(digest.id, count + 1, before)
  const shown = found.slice(0, count)
  const editions = await listed(store, digest, shown)
  const last = shown.at(-1)
  return { editions, before: found.length > count && last ? { date: last.date, number: last.number } : null }
}

async function listed(
  { deliveries }: Context['store'],
  digest: Digest,
  editions: readonly Edition[],
): Promise<ListedEdition[]> {
  const counts = await deliveries.countsOf(editions.map(({ id }) => id))
  return editions.map((edition) => ({
    digest: digest.key,
    date: edition.date.toString(),
    number: edition.number,
    status: edition.status,
    subject: edition.subject,
    reason: edition.reason,
    revision: edition.revision,
    stop: edition.stop && { ...edition.stop, at: edition.stop.at.toString() },
    correctedAt: edition.correctedAt?.toString() ?? null,
    profile: profileOf(edition),
    opensAt: edition.opensAt.toString(),
    frozenAt: edition.frozenAt.toString(),
    dueAt: edition.dueAt.toString(),
    finishedAt: edition.finishedAt?.toString() ?? null,
    // The stored totals, if the ledger's rows are deleted.
    counts: counts.get(edition.id) ?? edition.totals ?? {},
  }))
}

const profileOf = ({ profileCountry, profileReason }: Edition): ListedEdition['profile'] =>
  profileReason === null ? null : { country: profileCountry, reason: profileReason }
