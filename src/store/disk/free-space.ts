import { statfsSync } from 'node:fs'

/** What the volume of a folder has, in bytes; null where it does not say, as one without a size. Takes some 2 µs. */
export function freeSpace(folder: string): { free: number; size: number } | null {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder)
    return blocks > 0 ? { free: bavail * bsize, size: blocks * bsize } : null
  } catch {
    // The folder is made when it is first needed.
    return null
  }
}
