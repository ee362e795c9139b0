import { deleteOldDaily } from '../../services/retention/retention.ts'
import type { Handler } from './handler.ts'

/** Deletes what is old. */
export const retention: Handler = { run: deleteOldDaily, isConcurrent: false }
