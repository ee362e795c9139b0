import { actorText, type Actor } from '../../core/entities/actor.ts'
import { AppError } from '../../core/errors.ts'
import type { Sheet } from '../../core/entities/sheet.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Edition } from '../../core/entities/edition.ts'
import { defaultChoices } from '../../core/entities/subscription.ts'
import type { StoredBlock } from '../../core/entities/editions/contents.ts'
import type { Context } from '../context.ts'
import { approversNeeded } from './approvals.ts'
import { blocksHash } from './blocks-hash.ts'
import { prepareSheet, renderBlocks } from './prepare-edition.ts'
import { stopInWords } from './stopping/stop-edition.ts'
import { sheetOf } from './composing/sheet.ts'
import { webPieces } from './viewing/web-pieces.ts'

export type Approved =
  | {
      ok: true
      blocks: number
      /** Further people whose approval it waits for: with none, it is approved. */
      awaited: number
    }
  | { ok: false; reason: string }

/**
 * Approves a draft: renders its revision's blocks, keeps them, and binds its revision, their hash, its audience and its hour. Where
 * the digest's rule asks for two people, it is approved once a second one approves the same revision; `person` is who approves,
 * where the actor stands for several, and `seen` the hash of the blocks that they looked at. An edition that is not a draft any more is reported, not changed. Throws
 * `template-broken` before anything is written.
 */
export async function approve(
  context: Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>,
  edition: Edition,
  actor: Actor,
  person: string = actorText(actor),
  seen: string | null = null,
): Promise<Approved> {
  requirePermission(actor, 'approve-edition', edition.digestId)
  const { id, revision, status } = edition
  if (status !== 'draft') return { ok: false, reason: `the edition is ${status} already` }
  if (edition.stop) return { ok: false, reason: `the edition is stopped: ${stopInWords(edition.stop)}` }
  const sheet = await sheetOf(context, edition)
  const made = await blocksToApprove(context, edition, sheet)
  if (seen !== null && seen !== blocksHash(made))
    return { ok: false, reason: 'what would leave is not what was looked at any more' }
  const whole = prepareSheet(context, sheet, made).cut(defaultChoices, null)
  const subject = whole.ok ? context.renderer.values(sheet, whole).subject : null
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    await tx.editions.hold(id)
    const standing = await tx.editions.byId(id)
    const changed = { ok: false, reason: 'somebody else has approved or changed it meanwhile' } as const
    if (standing?.status !== 'draft' || standing.stop || standing.revision !== revision) return changed
    const digest = await tx.digests.byId(standing.digestId)
    if (!digest) throw new AppError('not-found', `the digest of edition ${id} is gone`)
    if (!(await tx.revisions.endorse(id, revision, { name: person, at })))
      return { ok: false, reason: `${person} has approved it already; another person has to, too` }
    // What the first one approved is what the second one approves.
    await tx.contents.putBlocks(id, revision, made)
    const blocks = await tx.contents.blocks(id, revision)
    await tx.audit.append({
      at,
      actor,
      action: 'approve',
      subject: `edition:${id}`,
      detail: { revision, person },
    })
    const awaited = approversNeeded[digest.approval] - (await tx.revisions.endorsers(id, revision)).length
    if (awaited > 0) return { ok: true, blocks: blocks.length, awaited }
    const approval = { revision, hash: blocksHash(blocks), subject, at, by: person }
    if (!(await tx.revisions.approve(id, approval))) return changed
    await tx.webPieces.put(id, webPieces(context, sheet, blocks))
    return { ok: true, blocks: blocks.length, awaited: 0 }
  })
}

/** What leaves once a draft is approved: what a first person has approved of its revision, else its blocks as they are rendered now. */
export async function blocksToApprove(
  context: Pick<Context, 'store' | 'renderer'>,
  { id, revision }: Pick<Edition, 'id' | 'revision'>,
  sheet: Sheet,
): Promise<StoredBlock[]> {
  const seen = await context.store.contents.blocks(id, revision)
  return seen.length > 0 ? seen : renderBlocks(context, sheet)
}
