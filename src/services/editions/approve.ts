import type { Actor } from '../../core/ports.ts'
import type { Edition } from '../../store/repositories/editions.ts'
import type { Context } from '../context.ts'
import { blocksHash } from './blocks-hash.ts'
import { prepareSheet, renderBlocks } from './prepare-edition.ts'
import { sheetOf } from './composing/sheet.ts'

export type Approved = { ok: true; blocks: number } | { ok: false; reason: string }

/**
 * Approves a draft: renders its revision's blocks, keeps them, and binds its revision, their hash, its audience and its hour. An edition that is
 * not a draft any more is told, not changed. Throws `template-broken` before anything is written.
 */
export async function approve(
  context: Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>,
  edition: Edition,
  actor: Actor,
): Promise<Approved> {
  if (edition.status !== 'draft') return { ok: false, reason: `the edition is ${edition.status} already` }
  const sheet = await sheetOf(context, edition)
  const blocks = await renderBlocks(context, sheet)
  const whole = prepareSheet(context, sheet, blocks).cut({ topics: [] }, null)
  const subject = whole.ok ? context.renderer.values(sheet, whole).subject : null
  const now = context.clock.now()
  return context.store.transaction(async (tx) => {
    await tx.editions.hold(edition.id)
    const approval = { revision: edition.revision, hash: blocksHash(blocks), subject, at: now, by: actor }
    if (!(await tx.revisions.approve(edition.id, approval)))
      return { ok: false, reason: 'somebody else has approved or changed it meanwhile' }
    await tx.contents.putBlocks(edition.id, edition.revision, blocks)
    await tx.audit.append({ at: now, actor, action: 'approve', subject: `edition:${edition.id}` })
    return { ok: true, blocks: blocks.length }
  })
}
