import { webCut } from '../../../curate/cut/cut.ts'
import { block } from '../../../core/entities/edition.ts'
import { decodeLiteral, encodedParts, escapeHtml } from '../../../core/text/encode.ts'
import type { VariantSlot } from '../../../core/text/slots.ts'
import type { Digest } from '../../../core/entities/newsroom.ts'
import type { Edition } from '../../../store/repositories/editions.ts'
import type { Context } from '../../context.ts'
import { ownAddressesAsPaths } from './own-addresses.ts'
import { sheetOf } from '../composing/sheet.ts'

type Deps = Pick<Context, 'store' | 'settings' | 'renderer'>

/**
 * The public web version of an edition: the uncut variant of all topics, without tokens and without links to itself.
 * Null while it is not public.
 */
export async function webEdition(context: Deps, edition: Edition): Promise<string | null> {
  if (edition.status !== 'sending' && edition.status !== 'sent') return null
  const sheet = await sheetOf(context, edition)
  const chosen = webCut(sheet)
  if (!chosen.ok) return null
  const stored = await context.store.contents.blocks(edition.id, edition.revision)
  const blocks = new Map(stored.map((block) => [block.key, block.html]))
  const values = context.renderer.values(sheet, chosen)
  const decoded = (key: string): string =>
    encodedParts(blocks.get(key) ?? '')
      .map((part) =>
        typeof part === 'string' ? decodeLiteral(part) : escapeHtml(values[part.slot as VariantSlot] ?? ''),
      )
      .join('')
  // Editions approved before there was one have no masthead of the web.
  const masthead = blocks.has(block.webMasthead) ? block.webMasthead : block.masthead
  const page = chosen.blocks.map((key) => decoded(key === block.masthead ? masthead : key)).join('')
  const place = { key: sheet.digest.key, date: sheet.date, number: sheet.number }
  return asMain(ownAddressesAsPaths(page, place, sheet.publicUrl, decoded))
}

/** MJML makes the whole of a mail an article; on a page of its own it is the main part (ARIA 1.2, 5.3.26). */
function asMain(html: string): string {
  return html.replace(/ aria-roledescription="email" role="article"/, ' role="main"')
}

/** Digests with their newest public editions, for the home page. */
export async function publicEditions(
  { store }: Pick<Context, 'store'>,
  count: number,
): Promise<{ digest: Digest; editions: Edition[] }[]> {
  const digests = await store.digests.list()
  return Promise.all(
    digests.map(async (digest) => ({ digest, editions: await store.editions.published(digest.id, count) })),
  )
}

/** The public edition of a path: digest key, and `YYYY-MM-DD` or `YYYY-MM-DD-n`. Null where there is none. */
export async function findPublicEdition(
  { store }: Pick<Context, 'store'>,
  key: string,
  name: string,
): Promise<Edition | null> {
  const match = /^(\d{4}-\d{2}-\d{2})(?:-(\d{1,3}))?$/.exec(name)
  const digest = match && (await store.digests.byKey(key))
  if (!match || !digest) return null
  try {
    return await store.editions.byDate(
      digest.id,
      Temporal.PlainDate.from(match[1] ?? ''),
      Number(match[2] ?? 0),
    )
  } catch {
    // A date such as 2026-02-31 is nobody's edition.
    return null
  }
}
