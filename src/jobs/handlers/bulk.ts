import { runBulkActions } from '../../services/subscribers/bulk/run-bulk-actions.ts'
import type { Handler } from './handler.ts'

/** Runs confirmed bulk actions, a batch at a time. */
export const bulk: Handler = { run: runBulkActions, isConcurrent: false }
