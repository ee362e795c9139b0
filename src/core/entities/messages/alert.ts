import type { Said } from '../../said/said.ts'

/** What editors need to know, and what they can do about it. Strings were written by older versions, or come from outside. */
export interface Alert {
  subject: Said | string
  /** A summary in a sentence or two. */
  lead: Said | string
  points: { name: Said | string; text: Said | string }[]
  /** What to do. */
  advice: Said | string
  /** The path of the page for that, below the public URL; older versions wrote none. */
  page?: string
  /** True if it goes to an account that chose it, otherwise it goes to an address of the newsroom's `alerts`. */
  isChosen?: boolean
}
