import type { Said } from '../../said/said.ts'

/** What the editors are to know, and what they can do about it. Texts are what older versions wrote, or what came from outside. */
export interface Alert {
  subject: Said | string
  /** A sentence or two on the whole. */
  lead: Said | string
  points: { name: Said | string; text: Said | string }[]
  /** What to do. */
  advice: Said | string
  /** The page where that is done, its path below the public URL; older versions wrote none. */
  page?: string
  /** It goes to an account, which chose it; else to an address of the newsroom's `alerts`. */
  isChosen?: boolean
}
