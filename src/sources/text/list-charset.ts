import { by, countUtf8, detected, strictUtf8, unicodeByMarks, type Choice } from './charset.ts'

/**
 * Decodes a list of people: by byte order mark or zeros as UTF-8, UTF-16 or UTF-32, else strictly as UTF-8, else by
 * detection, else as windows-1252. Nothing is repaired or removed: what is no character of the encoding is U+FFFD in
 * `text`, for the reader of the list to refuse. `from` says how the encoding was found, as in `Decoded`.
 */
export function decodeList(bytes: Buffer): Choice {
  const marked = unicodeByMarks(bytes)
  if (marked) return marked
  const strict = strictUtf8(bytes)
  if (strict !== null) return { name: 'utf-8', from: 'utf-8', text: strict }
  const raw = bytes.toString('latin1')
  const { characters, strays } = countUtf8(raw)
  if (characters >= strays) return by(new TextDecoder('utf-8'), 'utf-8', bytes)
  const decoder = detected(wordsBeyondAscii(raw))
  const { encoding } = decoder ?? new TextDecoder('windows-1252')
  return { name: encoding, from: decoder ? 'detected' : 'guess', text: legacyText(raw, encoding) }
}

/** The words that tell an encoding: the addresses around them would drown their letters. */
function wordsBeyondAscii(raw: string): Buffer {
  const words = raw.match(/[a-z \x80-\xff]+/gi) ?? []
  return Buffer.from(words.filter((word) => /[\x80-\xff]/.test(word)).join('\n'), 'latin1')
}

/** Two lists of which one is UTF-8, joined in one file, are both read: a line that is UTF-8 is read as that. */
function legacyText(raw: string, encoding: string): string {
  const decoder = new TextDecoder(encoding)
  const { characters } = countUtf8(raw)
  if (characters === 0) return decoder.decode(Buffer.from(raw, 'latin1'))
  return raw
    .split(/(?<=[\r\n])/)
    .map((line) => Buffer.from(line, 'latin1'))
    .map((line) => strictUtf8(line) ?? decoder.decode(line))
    .join('')
}
