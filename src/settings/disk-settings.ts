import { z } from 'zod'
import type { DiskSettings } from '../store/disk/disk.ts'

const megabytes = z.coerce
  .number('must be a number of megabytes')
  .min(0, 'must be a number from 0 to 1000000')
  .max(1_000_000, 'must be a number from 0 to 1000000')
  .transform((count) => count * 2 ** 20)
/** How much of a disk must stay free. */
export const diskShape = {
  DAYWIRE_DISK_FLOOR: megabytes
    .optional()
    .describe(
      'Free space in MB below which nothing is collected or imported, and admins get an e-mail; if not set, 500, or a twentieth of the volume if that is less',
    ),
  DAYWIRE_DISK_RESERVE: megabytes
    .optional()
    .describe(
      'Space in MB that is kept for a full disk, so that readers can still unsubscribe; if not set, 16, or a fiftieth of the volume if that is less',
    ),
}

/** The settings in bytes. */
export function diskOf(read: {
  DAYWIRE_DISK_FLOOR?: number | undefined
  DAYWIRE_DISK_RESERVE?: number | undefined
}): DiskSettings {
  return { floor: read.DAYWIRE_DISK_FLOOR ?? null, reserve: read.DAYWIRE_DISK_RESERVE ?? null }
}
