import type { RecipientSlot, Slot, VariantSlot } from '../../core/text/slots.ts'
import { fillSegments, type MailMemory, type Segment } from './filling.ts'
import type { HeaderFields } from './headers.ts'
import { joiningMemory, type JoiningMemory, type Kind } from './joining-memory.ts'

export { reusedMemory, type MailMemory } from './filling.ts'

/** The parts of a variant of an edition. */
export interface VariantInput {
  /** From `boundaryOf`. */
  boundary: string
  /** Encoded HTML pieces of the blocks, in order. */
  html: string[]
  /** Encoded text pieces of the blocks, in order. */
  text: string[]
  /** Plain text, unescaped; values that exceed their slot are shortened. */
  values: Record<VariantSlot, string>
  /** BCP 47. */
  language: string
}

/** An e-mail that is complete except for what differs between recipients. */
export interface Variant {
  subject: string
  /** Bytes as sent, without each recipient's own headers and slots. */
  bytes: number
  /** True if relaxed canonicalisation leaves its body unchanged (RFC 6376 §3.4.4), as for what `encodePiece` makes. */
  isRelaxed: boolean
  /**
   * The complete e-mail: CRLF, dot-stuffed, ending in CRLF, for sending after DATA. It uses its own memory, or that of `memory`: see
   * `reusedMemory`.
   */
  fill(envelope: HeaderFields, recipient: Record<RecipientSlot, string>, memory?: MailMemory): Buffer
}

/** A boundary that cannot occur in quoted-printable text, where `=` is followed only by hex digits (RFC 2045 §6.7). */
export function boundaryOf(editionId: number, revision: number): string {
  return `=_daywire_${editionId}_${revision}`
}

const safeBoundary = /^=_[A-Za-z0-9_.-]{1,60}$/

/**
 * Joins encoded blocks into a `multipart/alternative` e-mail, text first (RFC 2046 §5.1.4), and fills its variant slots. Values are escaped
 * for HTML, encoded and dot-stuffed here. Throws if the boundary is not from `boundaryOf`. `variantJoiner` is faster for many variants of
 * one edition.
 */
export function joinVariant(input: VariantInput): Variant {
  return join(input, joiningMemory())
}

/** `joinVariant` with a cache for what variants share; keep one for the delivery of an edition. */
export function variantJoiner(): (input: VariantInput) => Variant {
  const memory = joiningMemory()
  return (input) => join(input, memory)
}

function isVariantSlot(slot: Slot, memory: JoiningMemory): slot is VariantSlot {
  return Object.hasOwn(memory.value, slot)
}

function join(input: VariantInput, memory: JoiningMemory): Variant {
  if (!safeBoundary.test(input.boundary)) throw new Error(`invalid MIME boundary: ${input.boundary}`)
  const segments: Segment[] = []
  let bytes = 0
  let isRelaxed = true
  const add = (literal: Buffer) => {
    segments.push(literal)
    bytes += literal.length
  }
  const addPieces = (kind: Kind) => {
    for (const piece of input[kind]) {
      const known = memory.parts(piece)
      isRelaxed &&= known.isRelaxed
      for (const part of known.parts) {
        if (!('slot' in part)) add(part)
        else if (isVariantSlot(part.slot, memory)) add(memory.value[part.slot](input.values[part.slot])[kind])
        else segments.push({ kind, slot: part.slot })
      }
    }
  }
  const { subject, line } = memory.subject(input.values.subject)
  const frame = memory.frame(input.boundary, input.language)
  add(line)
  add(frame.beforeText)
  addPieces('text')
  add(frame.beforeHtml)
  addPieces('html')
  add(frame.end)
  return {
    subject,
    bytes,
    isRelaxed,
    fill: (envelope, recipient, memory = Buffer.allocUnsafe) =>
      fillSegments(segments, bytes, envelope, recipient, memory),
  }
}

/** An e-mail without dot-stuffing (RFC 5321 §4.5.2): the bytes of an `.eml` file. */
export function unstuff(mail: Buffer): Buffer {
  return Buffer.from(mail.toString('latin1').replace(/(^|\r\n)\./g, '$1'), 'latin1')
}
