import { collectDue, collectOne, sourcesDue } from '../../services/collecting/reading/collect-due.ts'
import type { Handler } from './handler.ts'

/** Reads sources. Runs concurrently, so that a source that hangs does not delay others; leases keep the runs apart. */
export const collect: Handler = {
  run: collectDue,
  isConcurrent: true,
  shared: { atOnce: 4, parts: sourcesDue, runPart: collectOne },
}
