import { webCut } from '../../../curate/cut/cut.ts'
import type { Cut } from '../../../core/entities/sheet.ts'
import { AppError } from '../../../core/errors.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import { defaultChoices } from '../../../core/entities/subscription.ts'
import { findSubscription } from '../../subscribers/find-subscription.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Context } from '../../context.ts'
import { lastDeliveries } from '../last-delivery.ts'
import { prepareEdition } from '../prepare-edition.ts'
import { bodiesOf } from './preview-bodies.ts'
import { said, saidOf } from '../../../core/said/said.ts'

export type PreviewFor =
  { kind: 'topics'; topics: string[] } | { kind: 'subscriber'; email: string } | { kind: 'web' }

export interface Preview {
  subject: string
  /** The mail as a server hands it over, with inert tokens of the same length. */
  eml: Buffer
  /** Its parts, decoded. */
  html: string
  text: string
}

const example = { subscriberId: 0, email: 'reader@example.org', subscriptionId: null }

/**
 * What an edition sends to somebody: the function and the bytes that leave, but for `Date` and inert
 * tokens. Throws `not-found` for an unknown topic or subscriber, and where there would be no mail, with the reason.
 */
export async function preview(
  context: Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>,
  digest: Digest,
  edition: Edition,
  wanted: PreviewFor,
): Promise<Preview> {
  const { sheet, cut, variant, mail } = await prepareEdition(context, edition)
  const finished = (chosen: Cut, to: Parameters<typeof mail>[1]): Preview => {
    const made = variant(asMail(chosen))
    const bytes = mail(made, to)
    const boundary = context.mail.boundaryOf(sheet.editionId, sheet.revision)
    return { subject: made.subject, eml: context.mail.unstuff(bytes), ...bodiesOf(bytes, boundary) }
  }
  if (wanted.kind === 'web') return finished(webCut(sheet), example)
  if (wanted.kind === 'topics') {
    requireTopics(digest, wanted.topics)
    return finished(cut({ ...defaultChoices, topics: wanted.topics }, null), example)
  }
  const subscription = await findSubscription(context, digest, wanted.email)
  const { subscriberId, email } = subscription
  const last = (await lastDeliveries(context, sheet, [subscriberId])).get(subscriberId)
  return finished(cut(subscription, last ?? null), { subscriberId, email, subscriptionId: null })
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
