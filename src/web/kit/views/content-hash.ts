import { createHash } from 'node:crypto'

/** Part of the name of a file that is cached forever: it differs if the content does. */
export const contentHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12)
