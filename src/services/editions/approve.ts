import { actorText, type Actor } from '../../core/entities/actor.ts'
import { AppError } from '../../core/errors.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Edition } from '../../core/entities/edition.ts'
import { defaultChoices } from '../../core/entities/subscription.ts'
import type { Context } from '../context.ts'
import { approversNeeded } from './approvals.ts'
import { blocksHash } from './blocks-hash.ts'
import { prepareSheet, renderBlocks } from './prepare-edition.ts'
import { pauseSaid } from '../sending/sending-pause.ts'
import { sheetOf } from './composing/sheet.ts'
import { webPieces } from './viewing/web-pieces.ts'
import { refused, said, type Refused } from '../../core/said/said.ts'

export type Approved =
  | {
      ok: true
      blocks: number
      /** Further people whose approval it waits for: with none, it is approved. */
      awaited: number
    }
  | Refused

/**
 * Approves a draft: renders its revision's blocks, keeps them, and binds its revision, their hash, its audience and its hour. Where
 * the digest's rule asks for two people, it is approved once a second one approves the same revision; `person` is who approves,
 * where the actor stands for several. An edition that is not a draft any more is reported, not changed. Throws
 * `template-broken` before anything is written.
 */
export async function approve(
  context: Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>,
  edition: Edition,
  actor: Actor,
  person: string = actorText(actor),
): Promise<Approved> {
  requirePermission(actor, 'approve-edition', edition.digestId)
  const { id, revision, status } = edition
  if (status !== 'draft') return refused('edition-is-already', { status })
  if (edition.stop) return refused('edition-is-stopped', { stop: pauseSaid(edition.stop) })
  const sheet = await sheetOf(context, edition)
  const seen = await context.store.contents.blocks(id, revision)
  const made = seen.length > 0 ? seen : await renderBlocks(context, sheet)
  const whole = prepareSheet(context, sheet, made).cut(defaultChoices, null)
  const subject = whole.ok ? context.renderer.values(sheet, whole).subject : null
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    await tx.editions.hold(id)
    const standing = await tx.editions.byId(id)
    const changed = refused('edition-approved-meanwhile')
    if (standing?.status !== 'draft' || standing.stop || standing.revision !== revision) return changed
    const digest = await tx.digests.byId(standing.digestId)
    if (!digest) throw new AppError('not-found', said('digest-gone', { edition: id }))
    if (!(await tx.revisions.endorse(id, revision, { name: person, at })))
      return refused('edition-approved-by-same', { person })
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
