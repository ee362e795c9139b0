import type { Said } from '../core/said/said.ts'
import type { Gate } from './gate.ts'

/** What editors decided before the freeze; no rule overrides it. */
export interface Decided {
  /** Included whatever the rules say, at the place of their rank. */
  wanted: ReadonlySet<number>
  /** The story that leads. */
  lead: number | null
  /** Left out, with gate and reason. */
  out: ReadonlyMap<number, { gate: Extract<Gate, 'by-hand' | 'embargo'>; reason: Said }>
}
