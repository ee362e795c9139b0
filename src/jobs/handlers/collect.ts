import { collectDue, collectOne, sourcesDue } from '../../services/collecting/reading/collect-due.ts'
import type { Handler } from './handler.ts'

/** Reads sources. Beside itself, as one that hangs must not keep others from their turn; leases keep the runs apart. */
export const collect: Handler = {
  run: collectDue,
  isConcurrent: true,
  shared: { atOnce: 4, parts: sourcesDue, runPart: collectOne },
}
