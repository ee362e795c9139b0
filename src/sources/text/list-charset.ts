import { isAscii, isUtf8 } from 'node:buffer'
import type { ListSource } from '../../core/entities/imports/list-facts.ts'
import { headOf } from '../../core/list-source.ts'
import { countUtf8, strictUtf8, unicodeMark } from './charset.ts'
import { detectedDecoder, detectedFrom } from './detected-charset.ts'
import { wholeLines } from './whole-lines.ts'
import { isUtf32, utf32Decoding } from './utf-32.ts'

/** A piece of a list's text, and the number of bytes of the file read so far. */
export interface TextPiece {
  text: string
  read: number
}

/** A list's charset, how it was determined (as in `Decoded`), and its text, which can be read repeatedly. */
export interface DecodedList {
  name: string
  from: string
  texts(): AsyncIterable<TextPiece>
}

/** Decodes a file piece by piece; `null` ends it. */
export type Decoding = (piece: Buffer | null) => string

/**
 * Decodes a list of people: by byte order mark or zeros as UTF-8, UTF-16 or UTF-32, otherwise strictly as UTF-8, otherwise by detection,
 * otherwise as windows-1252. Nothing is repaired or removed: invalid bytes become U+FFFD, for the list's reader to refuse. The file is read
 * twice, or once if it is known to be UTF-8, and is never wholly in memory.
 */
export async function decodeList(file: ListSource, isUtf8Known = false): Promise<DecodedList> {
  const marked = unicodeMark(await headOf(file, 4))
  if (marked) {
    const { name } = marked
    const start = isUtf32(name) ? () => utf32Decoding(name) : byDecoder(name)
    return { ...marked, texts: () => texts(file, start) }
  }
  const utf8: DecodedList = { name: 'utf-8', from: 'utf-8', texts: () => texts(file, byDecoder('utf-8')) }
  if (isUtf8Known) return utf8
  const { allUtf8, characters, strays, words } = await survey(file)
  if (allUtf8 || characters >= strays) return utf8
  const decoder = detectedDecoder(Buffer.concat(words))
  const { encoding } = decoder ?? new TextDecoder('windows-1252')
  const start = characters === 0 ? byDecoder(encoding) : () => lineByLine(encoding)
  return { name: encoding, from: decoder ? 'detected' : 'guess', texts: () => texts(file, start) }
}

async function* texts(file: ListSource, start: () => Decoding): AsyncGenerator<TextPiece> {
  const decode = start()
  let read = 0
  for await (const piece of wholeLines(file.chunks())) {
    read += piece.length
    yield { text: decode(piece), read }
  }
  yield { text: decode(null), read }
}

const byDecoder = (name: string) => (): Decoding => {
  const decoder = new TextDecoder(name)
  return (piece) => (piece ? decoder.decode(piece, { stream: true }) : decoder.decode())
}

/** For a UTF-8 list and another one joined in one file: each line that is valid UTF-8 is read as such. */
function lineByLine(encoding: string): Decoding {
  const decoder = new TextDecoder(encoding)
  return (piece) =>
    (piece?.toString('latin1') ?? '')
      .split(/(?<=[\r\n])/)
      .map((line) => Buffer.from(line, 'latin1'))
      .map((line) => strictUtf8(line) ?? decoder.decode(line))
      .join('')
}

interface Survey {
  allUtf8: boolean
  /** As in `countUtf8`. */
  characters: number
  strays: number
  /** Words that show the encoding, joined by LF. */
  words: Buffer[]
}

async function survey(file: ListSource): Promise<Survey> {
  const found: Survey = { allUtf8: true, characters: 0, strays: 0, words: [] }
  let kept = 0
  for await (const piece of wholeLines(file.chunks())) {
    if (isAscii(piece)) continue
    found.allUtf8 &&= isUtf8(piece)
    const raw = piece.toString('latin1')
    const { characters, strays } = countUtf8(raw)
    found.characters += characters
    found.strays += strays
    if (kept >= detectedFrom) continue
    const words = wordsBeyondAscii(raw)
    found.words.push(words)
    kept += words.length
  }
  return found
}

/**
 * The words that show the encoding; the e-mail addresses around them contain so many more ASCII letters that it would not be detected. In
 * Shift_JIS and Big5 the second byte of a character may be an ASCII character such as a backslash.
 */
function wordsBeyondAscii(raw: string): Buffer {
  const words = raw.match(/(?:[\x80-\xff][@-~]?|[a-z ])+/gi) ?? []
  const foreign = words.filter((word) => /[\x80-\xff]/.test(word))
  return Buffer.from(foreign.map((word) => `${word}\n`).join(''), 'latin1')
}
