import { decodedOnce } from './decoded-once.ts'
import { detectedDecoder } from './detected-charset.ts'
import { isUtf32, utf32Of, utf32Text } from './utf-32.ts'

/**
 * Text with how its charset was found: `bom`, `bytes` (UTF-16 and UTF-32 by their zeros), `utf-8`, `http`, `xml`,
 * `meta` of a page, `detected` by its letters, or `guess`.
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

/** `<` or `{` or a space beside a zero byte: UTF-16 without its mark (XML 1.0, appendix F). */
function bareUtf16(bytes: Uint8Array): string | null {
  const [first, second, third, fourth] = bytes
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be'
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le'
  return null
}

const declaredIn = (bytes: Buffer): string | null =>
  /<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/i.exec(bytes.subarray(0, 1024).toString('latin1'))?.[1] ?? null

/** What a page says of itself: `<meta charset>`, or `http-equiv` with a content type (HTML, 13.2.3.2). */
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

/** Well-formed characters of more than one byte (Unicode 17, table 3-7), in bytes read as latin1. */
const wellFormed =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/g
const wellFormedOrStray = new RegExp(`${wellFormed.source}|[\\x80-\\xff]`, 'g')

/** In bytes read as latin1: how many characters of UTF-8 beyond ASCII there are, and how many bytes of none. */
export function countUtf8(raw: string): { characters: number; strays: number } {
  const characters = raw.match(wellFormed)?.length ?? 0
  // oxlint-disable-next-line no-control-regex
  const strays = raw.replace(wellFormed, '').match(/[\x80-\xff]/g)?.length ?? 0
  return { characters, strays }
}

/**
 * UTF-8 in which some bytes are none: a document cut within a character, or with words pasted in from elsewhere.
 * Such bytes are read as windows-1252. Null where there are not `least` characters of UTF-8 for each of them.
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

/** What the end cuts off of a character is nobody's letter. */
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

/** The charset by the byte order mark, or by the zeros of UTF-16 and UTF-32; null where there are neither. */
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
  // ISO-2022-JP is written in ASCII bytes alone, so it would pass for UTF-8.
  const escaped = [http, xml, meta].find((decoder) => decoder?.encoding === 'iso-2022-jp')
  const strict = escaped ? null : strictUtf8(bytes)
  if (strict !== null) return { name: 'utf-8', from: 'utf-8', text: strict }
  const mostly = escaped ? null : mostlyUtf8(bytes)
  if (mostly !== null) return { name: 'utf-8', from: 'utf-8', text: mostly }
  // A charset of two bytes a character cannot be what a document with single-byte markup is in.
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

/** What a C1 control was meant as: the character windows-1252 has there, or nothing (HTML does so for `&#146;`). */
const meantBy = (control: string): string => {
  const meant = new TextDecoder('windows-1252').decode(Buffer.of(control.charCodeAt(0)))
  return meant === control ? '' : meant
}

/** Takes out NUL and controls, which nothing that follows wants to see; C1 ones become what they were meant as. */
function withoutControls(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '').replace(/[\x80-\x9f]/g, meantBy)
}

/**
 * Decodes a document: by byte order mark, as UTF-8 where it is valid or nearly so, by the charset of HTTP, of the
 * XML declaration, of a page's `meta`, by detection, else as windows-1252. Labels as in the WHATWG Encoding Standard.
 */
export function decode(bytes: Buffer, contentType: string): Decoded {
  const { name, from, text } = choose(bytes, contentType)
  return { text: withoutControls(decodedOnce(text)), charset: { name, from } }
}

/** Decodes a document that came through the thread's door, where a buffer arrives as bare bytes. */
export function decodeDocument({ bytes, contentType }: { bytes: Uint8Array; contentType: string }): Decoded {
  return decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), contentType)
}
