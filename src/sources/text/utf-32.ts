type Utf32 = 'utf-32le' | 'utf-32be'

export const isUtf32 = (name: string): name is Utf32 => name === 'utf-32le' || name === 'utf-32be'

const marks: { name: Utf32; from: string; bytes: number[] }[] = [
  { name: 'utf-32le', from: 'bom', bytes: [0xff, 0xfe, 0, 0] },
  { name: 'utf-32be', from: 'bom', bytes: [0, 0, 0xfe, 0xff] },
  // `<` with three zeros (XML 1.0, appendix F).
  { name: 'utf-32le', from: 'bytes', bytes: [0x3c, 0, 0, 0] },
  { name: 'utf-32be', from: 'bytes', bytes: [0, 0, 0, 0x3c] },
]

/** Recognises UTF-32, which the WHATWG Encoding Standard omits, by its byte order mark or its zeros. */
export function utf32Of(bytes: Buffer): { name: Utf32; from: string } | null {
  const mark = marks.find((each) => each.bytes.every((byte, at) => bytes[at] === byte))
  return mark ? { name: mark.name, from: mark.from } : null
}

/** Decodes UTF-32 without its byte order mark; invalid code points become U+FFFD. */
export function utf32Text(bytes: Buffer, name: Utf32): string {
  const parts: string[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = name === 'utf-32le' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at)
    const isCharacter = code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff)
    parts.push(String.fromCodePoint(isCharacter ? code : 0xff_fd))
  }
  return parts.join('').replace(/^\ufeff/, '')
}

/** Decodes UTF-32 in pieces of any size; `null` ends it. */
export function utf32Decoding(name: Utf32): (piece: Buffer | null) => string {
  let rest: Buffer = Buffer.alloc(0)
  return (piece) => {
    if (!piece) return rest.length > 0 ? '\ufffd' : ''
    const all = Buffer.concat([rest, piece])
    const whole = all.length - (all.length % 4)
    rest = all.subarray(whole)
    return utf32Text(all.subarray(0, whole), name)
  }
}
