/**
 * Slots: places in a block that are filled later. Templates write a mark; the encoder keeps it apart from what it encodes; joining inserts
 * the value. The mark's delimiters are private-use characters that `withoutMarks` removes from everything from outside, so no story can
 * contain a slot (a link with an unsubscribe token would reveal each reader's token to its site).
 */

const open = '\uF8F0'
const close = '\uF8F1'

/** Filled once for each variant. */
export const variantSlots = ['subject', 'preheader', 'topics', 'counts', 'since'] as const
/** Filled for each e-mail. */
export const recipientSlots = ['address', 'topicsUrl', 'unsubscribeUrl'] as const

export type VariantSlot = (typeof variantSlots)[number]
export type RecipientSlot = (typeof recipientSlots)[number]
export type Slot = VariantSlot | RecipientSlot

/** The longest value of each slot in bytes, with which an e-mail's size is computed; longer values are clipped. */
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

/** The mark that a template writes in place of the slot's value. */
export function mark(slot: Slot): string {
  return `${open}${slot}${close}`
}

/** Removes the marks' delimiters from a text from outside. */
export function withoutMarks(text: string): string {
  return text.replaceAll(open, '').replaceAll(close, '')
}

/** True if a text contains one of the marks' delimiters. */
export const hasMarks = (text: string): boolean => text.includes(open) || text.includes(close)

export type Part = { literal: string } | { slot: Slot }

/** True for the name of a slot. */
export const isSlot = (name: string): name is Slot => Object.hasOwn(longest, name)

/** True for the name of a slot that is filled with the recipient's own values. */
export const isRecipientSlot = (name: string): name is RecipientSlot =>
  (recipientSlots as readonly string[]).includes(name)

/** Splits a rendered piece at its marks. Throws if a mark names no slot. */
export function parts(piece: string): Part[] {
  const found: Part[] = []
  for (const [index, chunk] of piece.split(/\uF8F0([^\uF8F1]*)\uF8F1/).entries()) {
    if (index % 2 === 0) {
      if (chunk !== '') found.push({ literal: chunk })
    } else if (isSlot(chunk)) {
      found.push({ slot: chunk })
    } else {
      throw new Error(`unknown slot in a template: ${chunk}`)
    }
  }
  return found
}
