import { archiveEditions } from '../../services/archive/archive-editions.ts'
import type { Handler } from './handler.ts'

/** Archives editions that have begun to be sent. */
export const archive: Handler = { run: archiveEditions, isConcurrent: false }
