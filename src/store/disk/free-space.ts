import { statfsSync } from 'node:fs'

/** The free space and size of a folder's volume in bytes; null if it does not report them. Takes about 2 µs. */
export function freeSpace(folder: string): { free: number; size: number } | null {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder)
    return blocks > 0 ? { free: bavail * bsize, size: blocks * bsize } : null
  } catch {
    // The folder is created when it is first needed.
    return null
  }
}
