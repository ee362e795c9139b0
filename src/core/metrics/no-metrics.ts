import type { Metrics } from '../ports.ts'

/** Counts nothing, for whom nobody asks. */
export const noMetrics: Metrics = { count: () => undefined, observe: () => undefined }
