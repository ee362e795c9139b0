import type { Actor } from '../../../../core/entities/actor.ts'
import { defaultChoices } from '../../../../core/entities/subscription.ts'
import { AppError } from '../../../../core/errors.ts'
import { requirePermission } from '../../../../core/permissions.ts'
import { nameInReasons } from '../../../accounts/name-in-reasons.ts'
import { nameActors } from '../../../accounts/name-actors.ts'
import type { Context } from '../../../context.ts'
import { approversNeeded, endorsersOf } from '../../approvals.ts'
import { blocksToApprove } from '../../approve.ts'
import { blocksHash } from '../../blocks-hash.ts'
import { pauseSaid } from '../../../sending/sending-pause.ts'
import { sheetOf } from '../../composing/sheet.ts'
import { prepareSheet } from '../../prepare-edition.ts'
import { showEdition, type ShownEdition } from '../show-edition.ts'
import type { ViewedPlace } from '../find-viewed.ts'
import { said } from '../../../../core/said/said.ts'

/** What an approval would bind and send. */
export interface BeforeApproval extends ShownEdition {
  /** The hash of the blocks, as the approval stores it. */
  hash: string
  /** The subject of the e-mail with all topics. */
  subject: string
  /** Decoded bytes of that e-mail's HTML. */
  bytes: number
  /** Who has approved this revision already, by name. */
  endorsers: string[]
  /** How many people still have to approve it, including this one. */
  awaited: number
}

/** Examines a draft as `approve` would bind it. Throws `conflict` if it is no draft, or is stopped. */
export async function beforeApproval(
  context: Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>,
  actor: Actor,
  place: ViewedPlace,
): Promise<BeforeApproval> {
  const shown = await showEdition(context, actor, place)
  const { edition, digest } = shown
  requirePermission(actor, 'approve-edition', digest.id)
  if (edition.status !== 'draft')
    throw new AppError('conflict', said('edition-is-already', { status: edition.status }))
  if (edition.stop) {
    const stopped = said('edition-is-stopped', { stop: pauseSaid(edition.stop) })
    throw new AppError('conflict', (await nameInReasons(context, [stopped]))(stopped))
  }
  const sheet = await sheetOf(context, edition)
  const blocks = await blocksToApprove(context, edition, sheet)
  const { cut, variant } = prepareSheet(context, sheet, blocks)
  const whole = cut(defaultChoices, null)
  const mail = whole.ok ? variant(whole) : null
  const endorsers = await endorsersOf(context, edition)
  const name = await nameActors(context, endorsers)
  return {
    ...shown,
    hash: blocksHash(blocks),
    subject: mail?.subject ?? '',
    bytes: mail?.bytes ?? 0,
    endorsers: endorsers.map(name),
    awaited: Math.max(approversNeeded[digest.approval] - endorsers.length, 1),
  }
}
