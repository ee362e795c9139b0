import { actorText, type Actor } from '../../core/entities/actor.ts'
import type { CheckResult } from '../../core/entities/check.ts'
import { AppError } from '../../core/errors.ts'
import type { Sheet } from '../../core/entities/sheet.ts'
import { requirePermission } from '../../core/permissions.ts'
import type { Edition } from '../../core/entities/edition.ts'
import { defaultChoices } from '../../core/entities/subscription.ts'
import type { StoredBlock } from '../../core/entities/editions/contents.ts'
import { nameInReasons } from '../accounts/name-in-reasons.ts'
import type { Context } from '../context.ts'
import { approversNeeded } from './approvals.ts'
import { blocksHash } from './blocks-hash.ts'
import { blockedSaid, blockingResults, readPasses, type Pass } from './checks/passes.ts'
import { prepareSheet, renderBlocks } from './prepare-edition.ts'
import { pauseSaid } from '../sending/sending-pause.ts'
import { sheetOf } from './composing/sheet.ts'
import { webPieces } from './viewing/web-version/web-pieces.ts'
import { said, type Refused, type Said } from '../../core/said/said.ts'

export type Approved =
  | {
      ok: true
      blocks: number
      /** How many more people have to approve it; with 0, it is approved. */
      awaited: number
    }
  | (Refused & {
      /** Blocking results of checks; empty if something else prevents the approval. */
      blocking: CheckResult[]
    })

export interface ApproveOptions {
  person?: string
  passes?: readonly Pass[]
  seen?: string | null
}

/**
 * Approves a draft: renders and stores its revision's blocks, and binds the revision, their hash, the audience and the hour. If the
 * digest's rule asks for two people, it is approved once a second one approves the same revision; `person` is who approves, if the actor
 * represents several, and `seen` the hash of the blocks that they looked at. Nothing that a check blocks is approved, unless somebody who
 * may overrides the check with a reason (`passes`), which is kept with the revision. An edition that is no longer a draft is reported, not
 * changed. Throws `template-broken` before anything is written, and `bad-input` for a check that cannot be overridden.
 */
export async function approve(
  context: Pick<Context, 'store' | 'settings' | 'renderer' | 'mail' | 'clock' | 'linkKeys'>,
  edition: Edition,
  actor: Actor,
  { person = actorText(actor), passes = [], seen = null }: ApproveOptions = {},
): Promise<Approved> {
  requirePermission(actor, 'approve-edition', edition.digestId)
  if (passes.length > 0) requirePermission(actor, 'pass-check', edition.digestId)
  const reasons = readPasses(passes)
  const { id, revision, status } = edition
  if (status !== 'draft') return inTheWay(said('edition-is-already', { status }))
  if (edition.stop) {
    const stopped = said('edition-is-stopped', { stop: pauseSaid(edition.stop) })
    return inTheWay((await nameInReasons(context, [stopped]))(stopped))
  }
  const sheet = await sheetOf(context, edition)
  const made = await blocksToApprove(context, edition, sheet)
  if (seen !== null && seen !== blocksHash(made)) return inTheWay(said('edition-not-as-seen'))
  const prepared = prepareSheet(context, sheet, made)
  const found = await blockingResults(context, { edition, prepared, blocks: made }, reasons)
  if (found.blocking.length > 0)
    return { ok: false, ...blockedSaid(found.blocking), blocking: found.blocking }
  const whole = prepared.cut(defaultChoices, null)
  const subject = whole.ok ? context.renderer.values(sheet, whole).subject : null
  const at = context.clock.now()
  return context.store.transaction(async (tx) => {
    await tx.editions.lock(id)
    const current = await tx.editions.byId(id)
    const changed = inTheWay(said('edition-approved-meanwhile'))
    if (current?.status !== 'draft' || current.stop || current.revision !== revision) return changed
    const digest = await tx.digests.byId(current.digestId)
    if (!digest) throw new AppError('not-found', said('digest-gone', { edition: id }))
    if (!(await tx.revisions.endorse(id, revision, { name: person, at })))
      return inTheWay(said('edition-approved-by-same', { person }))
    for (const [check, reason] of found.passing)
      await tx.passedChecks.put(id, revision, { check, reason, by: person, at })
    // The second person approves what the first one approved.
    await tx.contents.putBlocks(id, revision, made)
    const blocks = await tx.contents.blocks(id, revision)
    await tx.audit.append({
      at,
      actor,
      action: 'approve',
      subject: `edition:${id}`,
      detail: {
        revision,
        person,
        ...(found.passing.size > 0 && { passed: Object.fromEntries(found.passing) }),
      },
    })
    const awaited = approversNeeded[digest.approval] - (await tx.revisions.endorsers(id, revision)).length
    if (awaited > 0) return { ok: true, blocks: blocks.length, awaited }
    const approval = { revision, hash: blocksHash(blocks), subject, at, by: person }
    if (!(await tx.revisions.approve(id, approval))) return changed
    await tx.webPieces.put(id, webPieces(context, sheet, blocks))
    return { ok: true, blocks: blocks.length, awaited: 0 }
  })
}

const inTheWay = (says: Said): Approved & { ok: false } => ({ ok: false, ...says, blocking: [] })

/**
 * The blocks that would be sent once a draft is approved: those that a first person has approved of its revision, otherwise newly rendered
 * ones.
 */
export async function blocksToApprove(
  context: Pick<Context, 'store' | 'renderer'>,
  { id, revision }: Pick<Edition, 'id' | 'revision'>,
  sheet: Sheet,
): Promise<StoredBlock[]> {
  const seen = await context.store.contents.blocks(id, revision)
  return seen.length > 0 ? seen : renderBlocks(context, sheet)
}
