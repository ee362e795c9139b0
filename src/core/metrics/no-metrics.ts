import type { Metrics } from '../ports.ts'

/** Counts nothing. */
export const noMetrics: Metrics = { count: () => undefined, observe: () => undefined }
