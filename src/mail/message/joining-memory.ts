import { encodedParts, encodeValue, escapeHtml } from '../../core/text/encode.ts'
import { longest, variantSlots, type Slot, type VariantSlot } from '../../core/text/slots.ts'
import { fitted } from '../../core/text/whole-sentences.ts'
import { wrapped } from '../../core/text/wrap.ts'
import { isRelaxed } from '../dkim/dkim-canonical.ts'
import { headerLine, headerText } from './headers.ts'

export type Kind = 'html' | 'text'

/** A part of a piece split at its slots, as bytes. */
export type PiecePart = Buffer | { slot: Slot }

/** The bytes around the pieces of an e-mail. */
interface Frame {
  beforeText: Buffer
  beforeHtml: Buffer
  end: Buffer
}

/** Caches what the variants of an edition share, as most differ only in their pieces. */
export interface JoiningMemory {
  parts: (piece: string) => { parts: PiecePart[]; isRelaxed: boolean }
  subject: (text: string) => { subject: string; line: Buffer }
  value: Record<VariantSlot, (text: string) => Record<Kind, Buffer>>
  frame: (boundary: string, language: string) => Frame
}

const mostPieces = 4000
const mostValues = 2000

const ascii = (text: string) => Buffer.from(text, 'latin1')

/** Caches the results of a function by text; cleared when full. */
function remembering<T>(make: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    let made = known.get(text)
    if (made === undefined) {
      if (known.size >= most) known.clear()
      made = make(text)
      known.set(text, made)
    }
    return made
  }
}

/** One line within the slot's maximum size: a line break would end a line of the protocol. */
function tamed(slot: VariantSlot, text: string): string {
  const fits = (line: string): boolean => Buffer.byteLength(escapeHtml(line)) <= longest[slot]
  // Non-breaking spaces are kept.
  return fitted(text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(), fits)
}

function valuesFor(slot: VariantSlot): JoiningMemory['value'][VariantSlot] {
  return remembering((text) => {
    const plain = tamed(slot, text)
    return { html: ascii(encodeValue(escapeHtml(plain))), text: ascii(encodeValue(wrapped(plain, 0))) }
  }, mostValues)
}

function partHead(boundary: string, type: string): string {
  return `\r\n--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`
}

/** The bytes around the parts of an e-mail with text and HTML, including its Content-Type. */
export function frameOf(boundary: string, language: string): Frame {
  const tag = language.replace(/[^A-Za-z0-9-]/g, '').slice(0, 60)
  const headers =
    (tag === '' ? '' : headerLine('Content-Language', tag)) +
    headerLine('Content-Type', `multipart/alternative; boundary="${boundary}"`)
  return {
    beforeText: ascii(headers + partHead(boundary, 'text/plain')),
    beforeHtml: ascii(partHead(boundary, 'text/html')),
    end: ascii(`\r\n--${boundary}--\r\n`),
  }
}

export function joiningMemory(): JoiningMemory {
  const frames = remembering((key) => frameOf(...(JSON.parse(key) as [string, string])), 10)
  return {
    parts: remembering((piece) => {
      const parts = encodedParts(piece)
      return {
        parts: parts.map((part) => (typeof part === 'string' ? ascii(part) : part)),
        isRelaxed: parts.every((part) => typeof part !== 'string' || isRelaxed(part)),
      }
    }, mostPieces),
    subject: remembering((text) => {
      const subject = tamed('subject', text)
      return { subject, line: ascii(headerLine('Subject', headerText(subject))) }
    }, mostValues),
    value: Object.fromEntries(variantSlots.map((slot) => [slot, valuesFor(slot)])) as JoiningMemory['value'],
    frame: (boundary, language) => frames(JSON.stringify([boundary, language])),
  }
}
