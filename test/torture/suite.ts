import type { Backend } from './place/backends.ts'
import type { Row } from './report.ts'

/** How much of a suite is run. */
export interface Extent {
  /** Kills, stops, dates, …: what the suite counts. */
  points: number
  recipients: number
  /** Repeats the random choices. */
  seed: number
}

export interface Setting extends Extent {
  backend: Backend
  /** Called as work progresses. */
  step(done: number, total: number): void
}

export type Suite = (setting: Setting) => Promise<Row>
