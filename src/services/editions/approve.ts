import { actorText, type Actor } from '../../core/entities/actor.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Edition } from '../../store/repositories/editions.ts'
import type { Context } from '../context.ts'
import { prepareSheet, renderBlocks } from './prepare-edition.ts'
import { sheetOf } from './composing/sheet.ts'
import { webPieces } from './viewing/web-pieces.ts'

export type Approved = { ok: true; blocks: number } | { ok: false; reason: string }

/**
 * Approves a draft: renders its revision's blocks, keeps them and fixes what leaves. An edition that is
 * not a draft any more is told, not changed. Throws `template-broken` before anything is written.
 */
export async function approve(
  context: Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>,
  edition: Edition,
  actor: Actor,
): Promise<Approved> {
  requirePermission(actor, 'approve-edition', edition.digestId)
  if (edition.status !== 'draft') return { ok: false, reason: `the edition is ${edition.status} already` }
  const sheet = await sheetOf(context, edition)
  const blocks = await renderBlocks(context, sheet)
  const whole = prepareSheet(context, sheet, blocks).cut({ topics: [] }, null)
  const subject = whole.ok ? context.renderer.values(sheet, whole).subject : null
  const now = context.clock.now()
  return context.store.transaction(async (tx) => {
    await tx.editions.hold(edition.id)
    const { revision } = (await tx.editions.byId(edition.id)) ?? edition
    const changed = { ok: false, reason: 'somebody else has approved or changed it meanwhile' } as const
    if (revision !== edition.revision) return changed
    const change = { approved_at: now.epochMilliseconds, approved_by: actorText(actor), subject }
    if (!(await tx.editions.move(edition.id, 'draft', 'approved', change))) return changed
    await tx.contents.putBlocks(edition.id, edition.revision, blocks)
    await tx.webPieces.put(edition.id, webPieces(context, sheet, blocks))
    await tx.audit.append({ at: now, actor, action: 'approve', subject: `edition:${edition.id}` })
    return { ok: true, blocks: blocks.length }
  })
}
