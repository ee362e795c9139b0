import type { Actor } from '../../../core/entities/actor.ts'
import type { Edition } from '../../../core/entities/edition.ts'
import type { WebPiece } from '../../../core/entities/editions/contents.ts'
import { block, type Sheet } from '../../../core/entities/sheet.ts'
import { endedEditions } from '../../../core/entities/states.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { escapeHtml } from '../../../core/text/encode.ts'
import { webCut } from '../../../curate/cut/cut.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { wholeSheetOf } from '../composing/sheet.ts'
import { withoutStories } from '../without-stories.ts'

export interface Withdrawal {
  storyId: number
  reason: string
}

export type Withdrawn =
  | {
      ok: true
      /** Editions that still leave, or go on, without it. */
      leaving: number
      /** Pieces of web pages that say instead that it was withdrawn, or are empty now. */
      pieces: number
    }
  | { ok: false; code: 'already-withdrawn' | 'no-such-story'; params: { story: number } }

type Deps = Pick<Context, 'store' | 'settings' | 'renderer' | 'clock'>

/**
 * Withdraws a story everywhere: once this returns no mail with it begins to leave, no edition takes it, its own page is gone, and web
 * pages say in its place that it was withdrawn, and when. Where it led, the next story leads and gives the subject. Mails that are on
 * their way carry it.
 */
export async function withdrawStory(
  { store, settings, renderer, clock }: Deps,
  { storyId, reason }: Withdrawal,
  actor: Actor,
): Promise<Withdrawn> {
  requirePermission(actor, 'withdraw-story', null)
  return store.transaction(async (tx) => {
    const at = clock.now()
    await tx.lock('stories')
    // Whoever marks a row as in flight has ended then, and whoever does it later finds the counter raised.
    await tx.lock('deliveries')
    const deps = { store: tx, settings, renderer }
    const editions = await tx.exclusions.editionsWith(storyId)
    const sheets: { edition: Edition; sheet: Sheet }[] = []
    for (const id of editions) {
      const edition = await tx.editions.byId(id)
      if (edition) sheets.push({ edition, sheet: await sheetBefore(deps, edition) })
    }
    if (!(await tx.exclusions.withdraw(storyId, at))) {
      const isThere = (await tx.stories.byIds([storyId])).length > 0
      return { ok: false, code: isThere ? 'already-withdrawn' : 'no-such-story', params: { story: storyId } }
    }
    const done = { leaving: 0, pieces: 0 }
    for (const { edition, sheet } of sheets) {
      if (!endedEditions.includes(edition.status))
        done.leaving += Number(await tx.exclusions.add(edition.id, storyId, { at, actor, reason }))
      done.pieces += await takeFrom(deps, edition, sheet, { storyId, at })
    }
    const subject = `story:${storyId}`
    await tx.audit.append({ at, actor, action: 'withdraw', subject, detail: { reason, editions } })
    return { ok: true, ...done }
  })
}

type TxDeps = Pick<Context, 'settings' | 'renderer'> & { store: Transaction }

/** As it shows its stories until now. */
async function sheetBefore(deps: TxDeps, edition: Edition): Promise<Sheet> {
  const sheet = await wholeSheetOf(deps, edition)
  const all = [...sheet.news, ...sheet.analyses, ...sheet.corrections].map(({ storyId }) => storyId)
  const gone = await deps.store.exclusions.withdrawn(all)
  return withoutStories(sheet, gone.union(await deps.store.exclusions.of(edition.id)))
}

/** Takes a story from an edition's web page and its subject; gives the pieces that were changed. */
async function takeFrom(
  { store, renderer }: TxDeps,
  edition: Edition,
  before: Sheet,
  { storyId, at }: { storyId: number; at: Temporal.Instant },
): Promise<number> {
  const reworded = reword(renderer, edition, before, withoutStories(before, new Set([storyId])))
  if (reworded.subject !== edition.subject) await store.editions.setSubject(edition.id, reworded.subject)
  const changed = (await store.webPieces.of(edition.id)).flatMap((piece) => {
    const html = piece.storyId === storyId ? inPlaceOf(piece) : reworded.text(piece)
    return html === piece.html ? [] : [{ key: piece.key, html }]
  })
  for (const { key, html } of changed) await store.webPieces.replacePiece(edition.id, key, html)
  return changed.length

  /** A line of “In brief” goes; the story's own place says what became of it. */
  function inPlaceOf({ key }: WebPiece): string {
    return key === block.line(storyId) ? '' : renderer.tombstone(before, storyId, at)
  }
}

/** The subject without the story, and the pieces in which subject, preheader and counts stand. */
function reword(
  renderer: Context['renderer'],
  edition: Edition,
  before: Sheet,
  after: Sheet,
): { subject: string | null; text: (piece: WebPiece) => string } {
  const valuesOf = (sheet: Sheet) => {
    const cut = webCut(sheet)
    return cut.ok ? renderer.values(sheet, cut) : null
  }
  const was = valuesOf(before)
  const is = valuesOf(after)
  const exchanged = new Map(
    (['subject', 'preheader', 'counts'] as const)
      .filter((slot) => was?.[slot])
      .map((slot) => [escapeHtml(was?.[slot] ?? ''), escapeHtml(is?.[slot] ?? '')]),
  )
  // In one step: the subject of now may be the preheader of before.
  const anyOld = new RegExp([...exchanged.keys()].map((old) => RegExp.escape(old)).join('|') || '(?!)', 'g')
  const hasSlots = ({ key }: WebPiece) => key === block.head || key === block.intro
  return {
    subject: edition.subject === null ? null : (is?.subject ?? before.digest.name),
    text: (piece) =>
      hasSlots(piece) ? piece.html.replace(anyOld, (old) => exchanged.get(old) ?? '') : piece.html,
  }
}
