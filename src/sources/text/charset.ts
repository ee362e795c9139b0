import { decodedOnce } from './decoded-once.ts'
import { detectedDecoder } from './detected-charset.ts'
import { isUtf32, utf32Of, utf32Text } from './utf-32.ts'

/**
 * Decoded text and how its charset was determined: `bom`, `bytes` (UTF-16 and UTF-32 by their zeros), `utf-8`, `http`, `xml`, `meta` of a
 * page, `detected` by its letters, or `guess`.
 */
export interface Decoded {
  text: string
  charset: { name: string; from: string }
}

const boms: { name: string; bytes: number[] }[] = [
  { name: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { name: 'utf-16le', bytes: [0xff, 0xfe] },
  { name: 'utf-16be', bytes: [0xfe, 0xff] },
]

function decoderOf(label: string | null, fatal = false): TextDecoder | null {
  if (label === null) return null
  try {
    return new TextDecoder(label.trim(), { fatal })
  } catch {
    return null
  }
}

/** Recognises UTF-16 without a byte order mark by `<`, `{` or a space next to a zero byte (XML 1.0, appendix F). */
function bareUtf16(bytes: Uint8Array): string | null {
  const [first, second, third, fourth] = bytes
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be'
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le'
  return null
}

const declaredIn = (bytes: Buffer): string | null =>
  /<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/i.exec(bytes.subarray(0, 1024).toString('latin1'))?.[1] ?? null

/** The charset that a page declares: `<meta charset>`, or `http-equiv` with a content type (HTML, 13.2.3.2). */
const metaIn = (bytes: Buffer): string | null =>
  /<meta\s[^<>]{0,300}?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(
    bytes.subarray(0, 4096).toString('latin1'),
  )?.[1] ?? null

const statedIn = (contentType: string): string | null =>
  /\bcharset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ?? null

export function strictUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Well-formed UTF-8 characters of more than one byte (Unicode 17, table 3-7), in bytes read as latin1. */
const wellFormed =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/g
const wellFormedOrStray = new RegExp(`${wellFormed.source}|[\\x80-\\xff]`, 'g')

/** In bytes read as latin1: the number of non-ASCII UTF-8 characters, and of bytes outside any character. */
export function countUtf8(raw: string): { characters: number; strays: number } {
  const characters = raw.match(wellFormed)?.length ?? 0
  // oxlint-disable-next-line no-control-regex
  const strays = raw.replace(wellFormed, '').match(/[\x80-\xff]/g)?.length ?? 0
  return { characters, strays }
}

/**
 * UTF-8 with some invalid bytes: a document cut within a character, or with text pasted from elsewhere. Such bytes are read as
 * windows-1252. Null if there are fewer than `least` characters of UTF-8 for each of them.
 */
function mostlyUtf8(bytes: Buffer, least = 4): string | null {
  const raw = bytes.toString('latin1')
  const { characters, strays } = countUtf8(raw)
  if (characters < 2 || strays * least > characters) return null
  const whole = raw
    .replace(cutOff, '')
    .replace(wellFormedOrStray, (bytes) => (bytes.length > 1 ? bytes : strayAsUtf8(bytes)))
  return Buffer.from(whole, 'latin1').toString('utf8')
}

/** A character cut off at the end is dropped. */
const cutOff = /(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})$/

const strayAsUtf8 = (byte: string): string =>
  Buffer.from(new TextDecoder('windows-1252').decode(Buffer.from(byte, 'latin1'))).toString('latin1')

interface Choice {
  name: string
  from: string
  text: string
}

const by = (decoder: TextDecoder, from: string, bytes: Buffer): Choice => ({
  name: decoder.encoding,
  from,
  text: decoder.decode(bytes),
})

interface Mark {
  name: string
  from: string
}

/** The charset by byte order mark, or by the zeros of UTF-16 and UTF-32; null if there are neither. */
export function unicodeMark(bytes: Buffer): Mark | null {
  const wide = utf32Of(bytes)
  if (wide) return wide
  const bom = boms.find((each) => each.bytes.every((byte, at) => bytes[at] === byte))
  if (bom) return { name: bom.name, from: 'bom' }
  const utf16 = bareUtf16(bytes)
  return utf16 === null ? null : { name: utf16, from: 'bytes' }
}

function unicodeByMarks(bytes: Buffer): Choice | null {
  const mark = unicodeMark(bytes)
  if (!mark) return null
  if (isUtf32(mark.name)) return { ...mark, text: utf32Text(bytes, mark.name) }
  return by(new TextDecoder(mark.name), mark.from, bytes)
}

function choose(bytes: Buffer, contentType: string): Choice {
  const marked = unicodeByMarks(bytes)
  if (marked) return marked
  const http = decoderOf(statedIn(contentType))
  const xml = decoderOf(declaredIn(bytes))
  const meta = decoderOf(metaIn(bytes))
  // ISO-2022-JP uses only ASCII bytes, so it would pass for UTF-8.
  const escaped = [http, xml, meta].find((decoder) => decoder?.encoding === 'iso-2022-jp')
  const strict = escaped ? null : strictUtf8(bytes)
  if (strict !== null) return { name: 'utf-8', from: 'utf-8', text: strict }
  const mostly = escaped ? null : mostlyUtf8(bytes)
  if (mostly !== null) return { name: 'utf-8', from: 'utf-8', text: mostly }
  // A document whose declaration could be read as single bytes is not in UTF-16.
  const usable = (decoder: TextDecoder | null): decoder is TextDecoder =>
    decoder !== null && !decoder.encoding.startsWith('utf-')
  if (usable(http)) return by(http, 'http', bytes)
  if (usable(xml)) return by(xml, 'xml', bytes)
  if (usable(meta)) return by(meta, 'meta', bytes)
  const guessed = detectedDecoder(bytes)
  if (guessed) return by(guessed, 'detected', bytes)
  // Nothing names another charset: stories of two systems, half of them in UTF-8.
  const partly = mostlyUtf8(bytes, 1)
  if (partly !== null) return { name: 'utf-8', from: 'utf-8', text: partly }
  return by(new TextDecoder('windows-1252'), 'guess', bytes)
}

/** The character that a C1 control stands for in windows-1252, or '' (as HTML does for `&#146;`). */
const meantBy = (control: string): string => {
  const meant = new TextDecoder('windows-1252').decode(Buffer.of(control.charCodeAt(0)))
  return meant === control ? '' : meant
}

/** Removes NUL and control characters; C1 ones become the characters they were meant as. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '').replace(/[\x80-\x9f]/g, meantBy)
}

/**
 * Decodes a document: by byte order mark, as UTF-8 if it is valid or nearly so, by the charset of HTTP, of the XML declaration or of a
 * page's `meta`, by detection, otherwise as windows-1252. Labels follow the WHATWG Encoding Standard.
 */
export function decode(bytes: Buffer, contentType: string): Decoded {
  const { name, from, text } = choose(bytes, contentType)
  return { text: withoutControls(decodedOnce(text)), charset: { name, from } }
}

/** Decodes a document that was posted to a thread, where a buffer arrives as a Uint8Array. */
export function decodeDocument({ bytes, contentType }: { bytes: Uint8Array; contentType: string }): Decoded {
  return decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), contentType)
}
