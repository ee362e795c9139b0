import { createRequire } from 'node:module'
import type jschardet from 'jschardet'

/** Bytes that are enough to detect a charset. */
export const detectedFrom = 200_000
/** The fewest non-ASCII bytes from which a charset is detected. */
const fewest = 6
/** Share of the best confidence at which windows-1252 is preferred, as it is far more common. */
const near = 0.7

/** `TextDecoder`'s labels where the detector's differ. */
const labels: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  macroman: 'macintosh',
  maccyrillic: 'x-mac-cyrillic',
}

/** DOS code pages of Western Europe: they cannot be decoded here, and any other guess would be worse. */
const isDos = (name: string): boolean => /^cp(?:437|85\d)$/i.test(name)

/** Charsets that are recognised by other means, and very rare ones. */
const unused = /^utf-|^iso-8859-(?:3|4|6|10|14|16)$|^windows-1258$/

let detector: typeof jschardet | null = null

/** The detector's models take megabytes, so they are loaded only for text that is not UTF-8. */
function detections(bytes: Buffer): { name: string; confidence: number }[] {
  detector ??= createRequire(import.meta.url)('jschardet') as typeof jschardet
  return detector.detectAll(bytes).map(({ encoding, confidence }) => ({ name: encoding ?? '', confidence }))
}

/** A decoder for the charset that a text's letters suggest; null if they suggest none, or windows-1252. */
export function detectedDecoder(bytes: Buffer): TextDecoder | null {
  const sample = bytes.subarray(0, detectedFrom)
  if (sample.filter((byte) => byte > 0x7f).length < fewest) return null
  const found = detections(sample)
  if (isDos(found[0]?.name ?? '')) return null
  const fitting = found.flatMap(({ name, confidence }) => {
    const decoder = decoderFor(name)
    return decoder && fits(decoder, sample) ? [{ decoder, confidence }] : []
  })
  const [best] = fitting
  const western = fitting.find(({ decoder }) => decoder.encoding === 'windows-1252')
  return !best || (western && western.confidence >= best.confidence * near) ? null : best.decoder
}

function decoderFor(name: string): TextDecoder | null {
  try {
    const decoder = new TextDecoder(labels[name.toLowerCase()] ?? name)
    return unused.test(decoder.encoding) ? null : decoder
  } catch {
    return null
  }
}

/** Adjacent letters of scripts that no language mixes but a wrong charset does: `Niccolт`. */
const mixed =
  /[a-z][\p{L}--\p{Script=Latin}]|[\p{L}--\p{Script=Latin}][a-z]|\p{Script=Han}\p{Script=Hangul}|\p{Script=Hangul}\p{Script=Han}/giv

/** Whether the decoded text has hardly any invalid characters, controls, or letters next to those of another script. */
function fits({ encoding }: TextDecoder, bytes: Buffer): boolean {
  const text = new TextDecoder(encoding).decode(bytes, { stream: true })
  const beyondAscii = text.match(/[^\0-\x7f]/g)?.length ?? 0
  const strange = text.match(/[\x80-\x9f\ufffd]/g)?.length ?? 0
  return strange * 50 <= beyondAscii && (text.match(mixed)?.length ?? 0) * 5 <= beyondAscii
}
