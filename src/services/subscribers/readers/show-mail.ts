import type { Actor } from '../../../core/entities/actor.ts'
import type { Delivery } from '../../../core/entities/delivery.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { AppError } from '../../../core/errors.ts'
import { refused, said, saidOf, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { lastDeliveries } from '../../editions/last-delivery.ts'
import type { PreparedEditions } from '../../editions/viewing/preview/prepared-editions.ts'
import { previewOf, type Preview } from '../../editions/viewing/preview/preview.ts'
import { mayLeaveAgain } from '../../sending/again/may-send-missed.ts'
import { explainDelivery, type ExplainedDelivery } from '../../sending/delivery/explain-delivery.ts'
import { findReader, type FoundReader } from './find-reader.ts'

/** One e-mail of a digest to one reader. */
export interface ShownMail extends FoundReader {
  edition: Edition
  row: Delivery
  explained: ExplainedDelivery
  /** Whether it could be sent once more. */
  mayLeave: { ok: true } | Refused
}

type Found = FoundReader & { edition: Edition; row: Delivery }

async function findMail(
  context: Pick<Context, 'store'>,
  actor: Actor,
  { subscriptionId, editionId }: { subscriptionId: number; editionId: number },
): Promise<Found> {
  const { store } = context
  const found = await findReader(context, actor, subscriptionId)
  const edition = await store.editions.byId(editionId)
  const row = await store.deliveries.of(editionId, found.subscription.subscriberId)
  if (edition && row && edition.digestId === found.digest.id) return { ...found, edition, row }
  throw new AppError('not-found', said('mail-none'))
}

/** The outcome of an e-mail to one reader, and why it contained these stories. Throws `not-found`. */
export async function showMail(
  context: Pick<Context, 'store' | 'clock'>,
  actor: Actor,
  place: { subscriptionId: number; editionId: number },
): Promise<ShownMail> {
  const found = await findMail(context, actor, place)
  const { digest, edition, subscription } = found
  return {
    ...found,
    explained: await explainDelivery(context, digest, edition, subscription.email),
    mayLeave: await mayLeaveAgain(context.store, edition),
  }
}

type PreviewDeps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

/**
 * The e-mail itself, joined again from its stored blocks, with inert links. Refuses if it cannot be shown as it was: it was not sent, the
 * edition was corrected, or its stories have changed.
 */
export async function showSentMail(
  context: PreviewDeps,
  prepared: PreparedEditions,
  actor: Actor,
  place: { subscriptionId: number; editionId: number },
): Promise<{ ok: true; preview: Preview } | Refused> {
  const { digest, edition, subscription, row } = await findMail(context, actor, place)
  const content = row.variant ? await context.store.contents.variant(edition.id, row.variant) : null
  if (!content || row.revision !== edition.revision) return refused('mail-not-shown')
  const made = await prepared.of(edition)
  const { subscriberId, email } = subscription
  const last = (await lastDeliveries(context, made.sheet, [subscriberId])).get(subscriberId) ?? null
  const cut = made.cut({ topics: content.topics }, last)
  if (!cut.ok) return refused('no-mail', { why: saidOf(cut) })
  if (cut.blocks.join(' ') !== content.blocks.join(' ')) return refused('mail-not-shown')
  const to = { subscriberId, email, subscriptionId: null, link: null }
  return { ok: true, preview: await previewOf(context, digest, made, { kind: 'cut', cut, to }) }
}
