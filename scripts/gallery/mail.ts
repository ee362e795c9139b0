import { cut } from '../../src/curate/cut/cut.ts'
import { type CutChoices, defaultChoices } from '../../src/core/entities/subscription.ts'
import type { Cut, LastDelivery, Sheet } from '../../src/core/entities/sheet.ts'
import { decodedBytes, escapeHtml } from '../../src/core/text/encode.ts'
import { parts } from '../../src/core/text/slots.ts'
import { openRenderer } from '../../src/render/renderer.ts'
import { templatesFolder } from './newsroom.ts'
import { english } from '../../src/core/said/sentence.ts'

export interface GalleryMail {
  html: string
  text: string
  /** Bytes of HTML with every slot at its longest, which count for Gmail's limit. */
  bytes: number
}

/** The e-mail with all topics of a sheet, its slots filled for a reader of example.org. */
export async function mailOf(
  sheet: Sheet,
  last: LastDelivery | null = null,
  choices: CutChoices = defaultChoices,
): Promise<GalleryMail> {
  const renderer = openRenderer({ templatesDir: templatesFolder })
  const blocks = new Map((await renderer.digest(sheet)).map((block) => [block.key, block]))
  const sizes = new Map([...blocks].map(([key, { html }]) => [key, decodedBytes(html)]))
  const chosen: Cut = cut(sheet, choices, last, sizes)
  if (!chosen.ok) throw new Error(`there would be no e-mail: ${english(chosen)}`)
  const values: Record<string, string> = {
    ...renderer.values(sheet, chosen),
    address: 'reader@example.org',
    topicsUrl: `${sheet.publicUrl}t/${'t'.repeat(24)}`,
    unsubscribeUrl: `${sheet.publicUrl}u/${'u'.repeat(24)}`,
  }
  const joined = (kind: 'html' | 'text', safe: (text: string) => string): string =>
    chosen.blocks
      .flatMap((key) => parts(blocks.get(key)?.[kind] ?? ''))
      .map((part) => ('slot' in part ? safe(values[part.slot] ?? '') : part.literal))
      .join('')
  return {
    html: joined('html', escapeHtml),
    text: joined('text', (text) => text),
    bytes: chosen.blocks.reduce((sum, key) => sum + (sizes.get(key) ?? 0), 0),
  }
}
