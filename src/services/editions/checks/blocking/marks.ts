import { said } from '../../../../core/said/said.ts'
import { encodedParts, decodeLiteral } from '../../../../core/text/encode.ts'
import { hasMarks, isSlot, isRecipientSlot } from '../../../../core/text/slots.ts'
import { block } from '../../../../core/entities/sheet.ts'
import type { CheckFinding } from '../../../../core/entities/check.ts'
import type { StoredBlock } from '../../../../core/entities/editions/contents.ts'
import { placeIn, storyIn } from '../block-place.ts'
import type { Check } from '../check.ts'

/**
 * Slot marks that joining would not fill, or that no template wrote: in a story, a link with a slot would give each reader's token to its
 * site.
 */
export const marks: Check = {
  name: 'marks',
  severity: 'block',
  isFinal: true,
  find: ({ blocks }) => [...blocks.flatMap(inBlock), ...missing(blocks)],
}

function inBlock({ key, html, text }: StoredBlock): CheckFinding[] {
  const place = placeIn(key, 'story')
  const unfilled = { place, ...said('mark-unfilled', { block: key }) }
  const forged = (slot: string): CheckFinding => ({ place, ...said('mark-forged', { block: key, slot }) })
  for (const part of [html, text].flatMap(encodedParts)) {
    if (typeof part === 'string') {
      if (hasMarks(decodeLiteral(part))) return [unfilled]
    } else if (!isSlot(part.slot)) return [unfilled]
    else if (storyIn(key) !== null) return [forged(part.slot)]
    else if (isRecipientSlot(part.slot) && key !== block.footer && key !== block.masthead)
      return [forged(part.slot)]
  }
  return []
}

/** An e-mail that nobody can unsubscribe from must not be sent (RFC 8058; CAN-SPAM §7704(a)(3)). */
function missing(blocks: readonly StoredBlock[]): CheckFinding[] {
  const footer = blocks.find(({ key }) => key === block.footer)
  if (!footer) return []
  const has = (piece: string) =>
    encodedParts(piece).some((part) => typeof part !== 'string' && part.slot === 'unsubscribeUrl')
  if (has(footer.html) && has(footer.text)) return []
  const place = { kind: 'block', block: footer.key } as const
  return [{ place, ...said('mark-missing', { block: footer.key, slot: 'unsubscribeUrl' }) }]
}
