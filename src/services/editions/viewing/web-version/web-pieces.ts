import { webCut } from '../../../../curate/cut/cut.ts'
import { block, storyOfBlock, type Sheet } from '../../../../core/entities/sheet.ts'
import { decodeLiteral, encodedParts, escapeHtml } from '../../../../core/text/encode.ts'
import type { VariantSlot } from '../../../../core/text/slots.ts'
import type { StoredBlock, WebPiece } from '../../../../core/entities/editions/contents.ts'
import type { Context } from '../../../context.ts'
import { baseOf, ownAddressesAsPaths } from '../preview/own-addresses.ts'

/**
 * The public web version of an edition, made from its rendered blocks: the uncut variant with all topics, one piece per block, without
 * tokens and without links to itself. Empty if there is nothing to show.
 */
export function webPieces(
  { renderer }: Pick<Context, 'renderer'>,
  sheet: Sheet,
  rendered: StoredBlock[],
): WebPiece[] {
  const chosen = webCut(sheet)
  if (!chosen.ok) return []
  const blocks = new Map(rendered.map(({ key, html }) => [key, html]))
  const values = renderer.values(sheet, chosen)
  const decoded = (key: string): string =>
    encodedParts(blocks.get(key) ?? '')
      .map((part) =>
        typeof part === 'string' ? decodeLiteral(part) : escapeHtml(values[part.slot as VariantSlot] ?? ''),
      )
      .join('')
  const place = { key: sheet.digest.key, date: sheet.date, number: sheet.number }
  // Blocks stored before the newsroom moved contain the old addresses.
  const base = baseOf(decoded(block.masthead), place) ?? sheet.publicUrl
  // Editions approved before web mastheads existed do not have one.
  const masthead = blocks.has(block.webMasthead) ? block.webMasthead : block.masthead
  return chosen.blocks.map((key) => ({
    key,
    storyId: storyOfBlock(key) ?? lineOf(key),
    html: asMain(ownAddressesAsPaths(decoded(key === block.masthead ? masthead : key), base)),
  }))
}

/** The story of a line of "In brief", which shows only its headline. */
function lineOf(key: string): number | null {
  const id = /^line:(\d+)$/.exec(key)?.[1]
  return id === undefined ? null : Number(id)
}

/** MJML makes the whole e-mail an article; on a page of its own it is the main part (ARIA 1.2, 5.3.26). */
function asMain(html: string): string {
  return html.replace(/ aria-roledescription="email" role="article"/, ' role="main"')
}
