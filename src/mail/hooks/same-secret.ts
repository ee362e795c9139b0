import { createHash, timingSafeEqual } from 'node:crypto'

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Compares two secrets in the same time whatever they are. */
export const isSameSecret = (given: string, own: string): boolean =>
  timingSafeEqual(digest(given), digest(own))
