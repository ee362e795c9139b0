import { readFile } from 'node:fs/promises'
import { said, type Said } from '../../core/said/said.ts'

export interface Png {
  bytes: Buffer
  /** Pixels. */
  width: number
  height: number
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex')
/** A flag is shown 64 pixels wide; a larger file must be a mistake. */
const mostBytes = 500_000
const mostPixels = 2000

/** Reads a PNG unchanged, with its size from the header (PNG 3 §11.2.1), for flags, which are stored byte for byte. */
export async function readPng(path: string): Promise<{ ok: true; png: Png } | { ok: false; reason: Said }> {
  const bytes = await readFile(path).catch(() => null)
  if (bytes === null) return { ok: false, reason: said('file-unreadable') }
  if (
    !bytes.subarray(0, 8).equals(signature) ||
    bytes.toString('latin1', 12, 16) !== 'IHDR' ||
    bytes.length < 33
  )
    return { ok: false, reason: said('flag-not-png') }
  if (bytes.length > mostBytes)
    return { ok: false, reason: said('larger-than-kb', { most: mostBytes / 1000 }) }
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  if (width < 1 || height < 1 || width > mostPixels || height > mostPixels)
    return { ok: false, reason: said('flag-large', { width, height, most: mostPixels }) }
  return { ok: true, png: { bytes, width, height } }
}
