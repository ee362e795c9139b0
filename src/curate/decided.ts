import type { Said } from '../core/said/said.ts'
import type { Gate } from './gate.ts'

/** What editors decided before the freeze, which no rule undoes. */
export interface Decided {
  /** In it whatever the rules say, where their rank puts them. */
  wanted: ReadonlySet<number>
  /** First of all. */
  lead: number | null
  /** Out of it, with the gate and the words for it. */
  out: ReadonlyMap<number, { gate: Extract<Gate, 'by-hand' | 'embargo'>; reason: Said }>
}
