/** Text with how its charset was found: `bom`, `bytes` (UTF-16 by its zeros), `utf-8`, `http`, `xml` or `guess`. */
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
function bareUtf16(bytes: Buffer): string | null {
  const [first, second, third, fourth] = bytes
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be'
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le'
  return null
}

const declaredIn = (bytes: Buffer): string | null =>
  /<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)/i.exec(bytes.subarray(0, 1024).toString('latin1'))?.[1] ?? null

const statedIn = (contentType: string): string | null =>
  /\bcharset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ?? null

function strictUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function choose(bytes: Buffer, contentType: string): { decoder: TextDecoder; from: string; text?: string } {
  const bom = boms.find((each) => each.bytes.every((byte, at) => bytes[at] === byte))
  if (bom) return { decoder: new TextDecoder(bom.name), from: 'bom' }
  const wide = bareUtf16(bytes)
  if (wide) return { decoder: new TextDecoder(wide), from: 'bytes' }
  const http = decoderOf(statedIn(contentType))
  const xml = decoderOf(declaredIn(bytes))
  // ISO-2022-JP is written in ASCII bytes alone, so it would pass for UTF-8.
  const escaped = [http, xml].find((decoder) => decoder?.encoding === 'iso-2022-jp')
  const text = escaped ? null : strictUtf8(bytes)
  if (text !== null) return { decoder: new TextDecoder('utf-8'), from: 'utf-8', text }
  // A charset of two bytes a character cannot be what a document with single-byte markup is in.
  const usable = (decoder: TextDecoder | null): decoder is TextDecoder =>
    decoder !== null && !decoder.encoding.startsWith('utf-')
  if (usable(http)) return { decoder: http, from: 'http' }
  if (usable(xml)) return { decoder: xml, from: 'xml' }
  return { decoder: new TextDecoder('windows-1252'), from: 'guess' }
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
 * Decodes a document: by byte order mark, as UTF-8 where it is strictly valid, by the charset of HTTP, of
 * the XML declaration, else as windows-1252. Labels as in the WHATWG Encoding Standard.
 */
export function decode(bytes: Buffer, contentType: string): Decoded {
  const { decoder, from, text } = choose(bytes, contentType)
  return { text: withoutControls(text ?? decoder.decode(bytes)), charset: { name: decoder.encoding, from } }
}
