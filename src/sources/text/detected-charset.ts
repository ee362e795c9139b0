import { createRequire } from 'node:module'
import type jschardet from 'jschardet'

/** So many bytes of letters are enough to detect a charset. */
export const detectedFrom = 200_000
/** Fewer letters beyond ASCII are too few to detect one. */
const fewest = 6
/** Of the best: as near as this, windows-1252 is as likely, and far more common. */
const near = 0.7

/** As `TextDecoder` calls what the detector calls otherwise. */
const labels: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp949: 'euc-kr',
  macroman: 'macintosh',
  maccyrillic: 'x-mac-cyrillic',
}

/** Those of DOS in Western Europe: nothing here decodes them, and what else may be meant is a worse guess. */
const isDos = (name: string): boolean => /^cp(?:437|85\d)$/i.test(name)

/** Charsets that are recognized by other means, and those that hardly any text is in. */
const unused = /^utf-|^iso-8859-(?:3|4|6|10|14|16)$|^windows-1258$/

let detector: typeof jschardet | null = null

/** Its models are some megabytes: they are read where a text is not UTF-8. */
function detections(bytes: Buffer): { name: string; confidence: number }[] {
  detector ??= createRequire(import.meta.url)('jschardet') as typeof jschardet
  return detector.detectAll(bytes).map(({ encoding, confidence }) => ({ name: encoding ?? '', confidence }))
}

/** A decoder for the charset that a text's letters suggest; null where they suggest none, or windows-1252. */
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

/** Scripts side by side as no language has them, but a wrong charset does: `Niccolт`. */
const mixed =
  /[a-z][\p{L}--\p{Script=Latin}]|[\p{L}--\p{Script=Latin}][a-z]|\p{Script=Han}\p{Script=Hangul}|\p{Script=Hangul}\p{Script=Han}/giv

/** Whether hardly any byte is no character, a control that no text has, or a letter beside one of another script. */
function fits({ encoding }: TextDecoder, bytes: Buffer): boolean {
  const text = new TextDecoder(encoding).decode(bytes, { stream: true })
  const beyondAscii = text.match(/[^\0-\x7f]/g)?.length ?? 0
  const strange = text.match(/[\x80-\x9f\ufffd]/g)?.length ?? 0
  return strange * 50 <= beyondAscii && (text.match(mixed)?.length ?? 0) * 5 <= beyondAscii
}
