import type { RecipientSlot, Slot, VariantSlot } from '../../core/text/slots.ts'
import { fillSegments, type MailMemory, type Segment } from './filling.ts'
import type { HeaderFields } from './headers.ts'
import { joiningMemory, type JoiningMemory, type Kind } from './joining-memory.ts'

export { reusedMemory, type MailMemory } from './filling.ts'

/** What one variant of an edition is joined from. */
export interface VariantInput {
  /** As `boundaryOf` makes it. */
  boundary: string
  /** Encoded HTML pieces of the blocks, in order. */
  html: string[]
  /** Encoded text pieces of the blocks, in order. */
  text: string[]
  /** Plain text, unescaped; longer ones than a slot may hold are shortened. */
  values: Record<VariantSlot, string>
  /** BCP 47. */
  language: string
}

/** A mail with everything in place but what differs from recipient to recipient. */
export interface Variant {
  subject: string
  /** Bytes as sent, without what each recipient adds: headers and slots of their own. */
  bytes: number
  /** True where relaxed canonicalisation leaves its body as it is (RFC 6376 §3.4.4), as it does of what `encodePiece` makes. */
  isRelaxed: boolean
  /**
   * The whole mail: CRLF, dot-stuffed, ending in CRLF, to follow DATA. It lies in memory of its own,
   * or in that of `memory`: see `reusedMemory`.
   */
  fill(envelope: HeaderFields, recipient: Record<RecipientSlot, string>, memory?: MailMemory): Buffer
}

/** A boundary that no quoted-printable text can hold, since there `=` is followed by hex digits alone (RFC 2045 §6.7). */
export function boundaryOf(editionId: number, revision: number): string {
  return `=_daywire_${editionId}_${revision}`
}

const safeBoundary = /^=_[A-Za-z0-9_.-]{1,60}$/

/**
 * Joins encoded blocks into a mail of `multipart/alternative`, text first (RFC 2046 §5.1.4), and fills
 * its variant slots. Values are escaped for HTML, encoded and stuffed here. Throws where the boundary
 * is not of `boundaryOf`'s kind. Many variants of one edition are joined faster by `variantJoiner`.
 */
export function joinVariant(input: VariantInput): Variant {
  return join(input, joiningMemory())
}

/** `joinVariant` with a memory for what variants share; keep one as long as an edition is delivered. */
export function variantJoiner(): (input: VariantInput) => Variant {
  const memory = joiningMemory()
  return (input) => join(input, memory)
}

function isVariantSlot(slot: Slot, memory: JoiningMemory): slot is VariantSlot {
  return Object.hasOwn(memory.value, slot)
}

function join(input: VariantInput, memory: JoiningMemory): Variant {
  if (!safeBoundary.test(input.boundary))
    throw new Error(`a boundary must begin with =_ and be short and plain: ${input.boundary}`)
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

/** A mail as it left, without the dots that the protocol adds (RFC 5321 §4.5.2): the bytes of an `.eml` file. */
export function unstuff(mail: Buffer): Buffer {
  return Buffer.from(mail.toString('latin1').replace(/(^|\r\n)\./g, '$1'), 'latin1')
}
