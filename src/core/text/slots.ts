/**
 * Slots: places in a block that are filled later. Templates write a mark; the encoder keeps it
 * apart from what it encodes; joining puts the value in. The mark's two signs are private-use
 * characters that `withoutMarks` takes out of everything from outside, so no story can name a slot
 * (a link holding an unsubscribe token would give each reader's token to its site).
 */

const open = '\uF8F0'
const close = '\uF8F1'

/** Filled once a variant. */
export const variantSlots = ['subject', 'preheader', 'topics', 'counts', 'since'] as const
/** Filled for each mail. */
export const recipientSlots = ['address', 'topicsUrl', 'unsubscribeUrl'] as const

export type VariantSlot = (typeof variantSlots)[number]
export type RecipientSlot = (typeof recipientSlots)[number]
export type Slot = VariantSlot | RecipientSlot

/** Longest value of each slot in bytes, by which a mail's size is reckoned; longer values are clipped. */
export const longest: Record<Slot, number> = {
  subject: 400,
  preheader: 480,
  topics: 480,
  counts: 160,
  since: 80,
  address: 320,
  topicsUrl: 240,
  unsubscribeUrl: 240,
}

/** The mark that a template writes where the slot's value will stand. */
export function mark(slot: Slot): string {
  return `${open}${slot}${close}`
}

/** Takes the marks' signs out of a text from outside. */
export function withoutMarks(text: string): string {
  return text.replaceAll(open, '').replaceAll(close, '')
}

/** True where a text holds one of the marks' signs. */
export const hasMarks = (text: string): boolean => text.includes(open) || text.includes(close)

export type Part = { literal: string } | { slot: Slot }

/** True for the name of a slot. */
export const isSlot = (name: string): name is Slot => Object.hasOwn(longest, name)

/** True for the name of a slot that each mail fills with what is its reader's own. */
export const isRecipientSlot = (name: string): name is RecipientSlot =>
  (recipientSlots as readonly string[]).includes(name)

/** Splits a rendered piece at its marks. Throws on a mark that names no slot. */
export function parts(piece: string): Part[] {
  const found: Part[] = []
  for (const [index, chunk] of piece.split(/\uF8F0([^\uF8F1]*)\uF8F1/).entries()) {
    if (index % 2 === 0) {
      if (chunk !== '') found.push({ literal: chunk })
    } else if (isSlot(chunk)) {
      found.push({ slot: chunk })
    } else {
      throw new Error(`a template names a slot that does not exist: ${chunk}`)
    }
  }
  return found
}
