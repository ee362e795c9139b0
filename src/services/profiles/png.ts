import { readFile } from 'node:fs/promises'

export interface Png {
  bytes: Buffer
  /** Pixels. */
  width: number
  height: number
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex')
/** A flag is shown 64 pixels wide; beyond this something else was meant. */
const mostBytes = 500_000
const mostPixels = 2000

/** Reads a PNG as it is, with its size from the header (PNG 3 §11.2.1), for flags, whose bytes are kept as given. */
export async function readPng(path: string): Promise<{ ok: true; png: Png } | { ok: false; reason: string }> {
  const bytes = await readFile(path).catch(() => null)
  if (bytes === null) return { ok: false, reason: 'cannot be read; check the path' }
  if (
    !bytes.subarray(0, 8).equals(signature) ||
    bytes.toString('latin1', 12, 16) !== 'IHDR' ||
    bytes.length < 33
  )
    return { ok: false, reason: 'is not a PNG picture' }
  if (bytes.length > mostBytes) return { ok: false, reason: `is larger than ${mostBytes / 1000} KB` }
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  if (width < 1 || height < 1 || width > mostPixels || height > mostPixels)
    return { ok: false, reason: `is ${width} × ${height} pixels; at most ${mostPixels} either way are shown` }
  return { ok: true, png: { bytes, width, height } }
}
