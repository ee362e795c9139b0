import { webCut } from '../../../../curate/cut/cut.ts'
import type { Cut } from '../../../../core/entities/sheet.ts'
import { AppError } from '../../../../core/errors.ts'
import type { Edition } from '../../../../core/entities/edition.ts'
import { defaultChoices } from '../../../../core/entities/subscription.ts'
import { findSubscription } from '../../../subscribers/find-subscription.ts'
import type { Digest } from '../../../../core/entities/newsroom.ts'
import type { Context } from '../../../context.ts'
import { lastDeliveries } from '../../last-delivery.ts'
import { prepareEdition, type PreparedEdition, type Recipient } from '../../prepare-edition.ts'
import { htmlOf, textOf } from './preview-bodies.ts'
import { said, saidOf } from '../../../../core/said/said.ts'

export type PreviewFor =
  | { kind: 'topics'; topics: string[] }
  | { kind: 'subscriber'; email: string }
  | { kind: 'web' }
  /** An existing cut, such as that of a sent e-mail. */
  | { kind: 'cut'; cut: Extract<Cut, { ok: true }>; to: Recipient }

/** An e-mail as it would be sent; each part is made on demand. */
export interface Preview {
  /** What an inbox shows of it. */
  inbox: { sender: string; subject: string; preheader: string }
  /** Its topic ids, in the digest's order. */
  topics: string[]
  /** The e-mail as a server delivers it, with inert tokens of the same length. */
  eml(): Buffer
  /** Its parts, decoded. */
  html(): string
  text(): string
}

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>

const example: Recipient = { subscriberId: 0, email: 'reader@example.org', link: null }

/**
 * What an edition sends to somebody, by the function that sends it and byte for byte, except `Date` and inert tokens. Throws `not-found`
 * for an unknown topic or subscriber, and, with the reason, if there would be no e-mail.
 */
export async function preview(
  context: Deps,
  digest: Digest,
  edition: Edition,
  wanted: PreviewFor,
): Promise<Preview> {
  return previewOf(context, digest, await prepareEdition(context, edition), wanted)
}

/** The same for a prepared edition. */
export async function previewOf(
  context: Deps,
  digest: Digest,
  prepared: PreparedEdition,
  wanted: PreviewFor,
): Promise<Preview> {
  const { sheet, variant, mail } = prepared
  const { cut, to } = await chosenBy(context, digest, prepared, wanted)
  const made = variant(cut)
  const bytes = mail(made, to)
  const boundary = context.mail.boundaryOf(sheet.editionId, sheet.revision)
  return {
    inbox: {
      sender: sheet.newsroom.sender.name || sheet.newsroom.sender.email,
      subject: made.subject,
      preheader: context.renderer.values(sheet, cut).preheader,
    },
    topics: cut.topics,
    eml: () => context.mail.unstuff(bytes),
    html: () => htmlOf(bytes, boundary),
    text: () => textOf(bytes, boundary),
  }
}

/** The cut for the given choices or reader, and the recipient. Throws as `preview` does. */
export async function chosenBy(
  context: Deps,
  digest: Digest,
  { sheet, cut }: PreparedEdition,
  wanted: PreviewFor,
): Promise<{ cut: Extract<Cut, { ok: true }>; to: Recipient }> {
  if (wanted.kind === 'cut') return wanted
  if (wanted.kind === 'web') return { cut: asMail(webCut(sheet)), to: example }
  if (wanted.kind === 'topics') {
    requireTopics(digest, wanted.topics)
    return { cut: asMail(cut({ ...defaultChoices, topics: wanted.topics }, null)), to: example }
  }
  const subscription = await findSubscription(context, digest, wanted.email)
  const { subscriberId, email } = subscription
  const last = (await lastDeliveries(context, sheet, [subscriberId])).get(subscriberId)
  return { cut: asMail(cut(subscription, last ?? null)), to: { subscriberId, email, link: null } }
}

function requireTopics(digest: Digest, topics: string[]): void {
  const unknown = topics.filter((id) => !digest.topics.includes(id))
  if (unknown.length > 0)
    throw new AppError(
      'not-found',
      said('topic-not-in-digest', { digest: digest.key, unknown, known: digest.topics }),
    )
}

function asMail(cut: Cut): Extract<Cut, { ok: true }> {
  if (!cut.ok) throw new AppError('not-found', said('no-mail', { why: saidOf(cut) }))
  return cut
}
