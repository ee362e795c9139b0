import { runBulkActions } from '../../services/subscribers/bulk/run-bulk-actions.ts'
import type { Handler } from './handler.ts'

/** Does what admins confirmed for many readers, a stretch at a time. */
export const bulk: Handler = { run: runBulkActions, isConcurrent: false }
