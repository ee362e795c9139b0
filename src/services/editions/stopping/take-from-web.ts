import type { Edition } from '../../../core/entities/edition.ts'
import type { WebPiece } from '../../../core/entities/editions/contents.ts'
import { block, type Sheet } from '../../../core/entities/sheet.ts'
import { escapeHtml } from '../../../core/text/encode.ts'
import { webCut } from '../../../curate/cut/cut.ts'
import type { Transaction } from '../../../store/store.ts'
import type { Context } from '../../context.ts'
import { wholeSheetOf } from '../composing/sheet.ts'
import { withoutStories } from '../without-stories.ts'

export type WebDeps = Pick<Context, 'settings' | 'renderer'> & { store: Transaction }

/** An edition that shows or may show a story, with its previous sheet. */
export interface Showing {
  edition: Edition
  sheet: Sheet
}

/** The editions that a story is to be removed from; call it before the removal. */
export async function editionsShowing(deps: WebDeps, storyId: number): Promise<Showing[]> {
  const showing: Showing[] = []
  for (const id of await deps.store.exclusions.editionsWith(storyId)) {
    const edition = await deps.store.editions.byId(id)
    if (edition) showing.push({ edition, sheet: await sheetBefore(deps, edition) })
  }
  return showing
}

async function sheetBefore(deps: WebDeps, edition: Edition): Promise<Sheet> {
  const sheet = await wholeSheetOf(deps, edition)
  const all = [...sheet.news, ...sheet.analyses, ...sheet.corrections].map(({ storyId }) => storyId)
  const gone = await deps.store.exclusions.withdrawn(all)
  return withoutStories(sheet, gone.union(await deps.store.exclusions.of(edition.id)))
}

/**
 * Removes a story from the subject of an edition and from its web page's title, counts, "In brief" and updates; `inPlaceOf` renders what
 * replaces it. Returns the changed pieces.
 */
export async function takeFromWeb(
  { store, renderer }: WebDeps,
  { edition, sheet }: Showing,
  storyId: number,
  inPlaceOf: (piece: WebPiece) => string,
): Promise<number> {
  const reworded = reword(renderer, edition, sheet, withoutStories(sheet, new Set([storyId])))
  if (reworded.subject !== edition.subject) await store.editions.setSubject(edition.id, reworded.subject)
  const former = formerLine(storyId)
  const changed = (await store.webPieces.of(edition.id)).flatMap((piece) => {
    const html = piece.storyId === storyId ? inPlaceOf(piece) : reworded.text(piece).replace(former, '')
    return html === piece.html ? [] : [{ key: piece.key, html }]
  })
  for (const { key, html } of changed) await store.webPieces.replacePiece(edition.id, key, html)
  return changed.length
}

/** The line of an update that names a story as it was carried before, with a link to it (the partial `follows`). */
const formerLine = (storyId: number): RegExp =>
  new RegExp(`<p [^>]*><strong>[^<]*</strong> · <a href="[^"]*#s${storyId}"[^>]*>[^<]*</a></p>`, 'g')

/** The subject without the story, and the pieces that contain subject, preheader and counts. */
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
  // In one step, because the new subject may equal the old preheader.
  const anyOld = new RegExp([...exchanged.keys()].map((old) => RegExp.escape(old)).join('|') || '(?!)', 'g')
  const hasSlots = ({ key }: WebPiece) => key === block.head || key === block.intro
  return {
    subject: edition.subject === null ? null : (is?.subject ?? before.digest.name),
    text: (piece) =>
      hasSlots(piece) ? piece.html.replace(anyOld, (old) => exchanged.get(old) ?? '') : piece.html,
  }
}
