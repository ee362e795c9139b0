import { createHash } from 'node:crypto'

/** What stands in the name of a file that is kept for ever: it differs where the content does. */
export const contentHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 12)
