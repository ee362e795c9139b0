import { Parser } from 'htmlparser2'
import { AppError } from '../../../../core/errors.ts'
import { said } from '../../../../core/said/said.ts'
import type { PackedPiece } from './zip.ts'

/** Receives the elements and texts of a part; names come without their prefix. */
export interface XmlReader {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** Deeper nesting than any part of a workbook has. */
const deepest = 50
/** Bytes without the end of an element or a text, after which the file counts as broken. */
const mostSilent = 8 * 1024 * 1024

/** Parses a part of a workbook; yields after each piece the share that has been read. Throws `bad-input`. */
export async function* readXml(
  pieces: AsyncIterable<PackedPiece>,
  reader: XmlReader,
): AsyncGenerator<number> {
  let depth = 0
  let silent = 0
  let isEnding = false
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        silent = 0
        depth += 1
        if (depth > deepest) throw damaged()
        reader.open(local(name), attributes)
      },
      ontext(text) {
        silent = 0
        reader.text?.(text)
      },
      onclosetag(name, isImplied) {
        if (isImplied && isEnding) throw damaged()
        depth -= 1
        reader.close?.(local(name))
      },
    },
    { xmlMode: true },
  )
  const decoder = new TextDecoder()
  for await (const { bytes, share } of pieces) {
    silent += bytes.length
    if (silent > mostSilent) throw damaged()
    parser.write(decoder.decode(bytes, { stream: true }))
    yield share
  }
  isEnding = true
  parser.end()
}

/** Parses a small part completely. */
export async function readWhole(pieces: AsyncIterable<PackedPiece>, reader: XmlReader): Promise<void> {
  for await (const _ of readXml(pieces, reader));
}

const local = (name: string): string => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name)

const damaged = (): AppError =>
  new AppError('bad-input', said('workbook-broken', { why: said('workbook-unfinished') }))
