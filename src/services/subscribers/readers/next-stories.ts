import type { Actor } from '../../../core/entities/actor.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { refused, saidOf, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { lastDeliveries } from '../../editions/last-delivery.ts'
import type { PreparedEditions } from '../../editions/viewing/preview/prepared-editions.ts'
import type { WaitingEditions } from '../../editions/viewing/preview/waiting-editions.ts'
import { storiesAmong, type MailedStory } from '../../sending/delivery/explain-delivery.ts'
import type { FoundReader } from './find-reader.ts'
import type { NextMail } from './next-mail.ts'

/** The contents of a reader's next e-mail. */
export interface NextStories {
  ok: true
  stories: MailedStory[]
  /** False if the edition does not exist yet: then the contents are those of one made now. */
  isMade: boolean
}

/** The caches of prepared editions. */
export interface EditionLooks {
  prepared: PreparedEditions
  waiting: WaitingEditions
}

/** The stories of a reader's next e-mail, cut for their choices like the e-mail itself. Refused if it would be empty. */
export async function nextStories(
  context: Pick<Context, 'store'>,
  { prepared, waiting }: EditionLooks,
  actor: Actor,
  { digest, subscription }: FoundReader,
  { date, edition }: NextMail,
): Promise<NextStories | Refused> {
  requirePermission(actor, 'view-readers', digest.id)
  const { sheet, cut } = await (edition ? prepared.of(edition) : waiting.of(digest, date))
  const { subscriberId } = subscription
  const last = (await lastDeliveries(context, sheet, [subscriberId])).get(subscriberId) ?? null
  const made = cut(subscription, last)
  if (!made.ok) return refused('no-mail', { why: saidOf(made) })
  const all = [...sheet.news, ...sheet.analyses, ...sheet.corrections, ...sheet.earlier]
  const items = new Map(all.map((item) => [item.storyId, item]))
  return { ok: true, stories: storiesAmong(made.blocks, items), isMade: edition !== null }
}
