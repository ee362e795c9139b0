import { archiveEditions } from '../../services/archive/archive-editions.ts'
import type { Handler } from './handler.ts'

/** Takes editions that have begun to leave into the public archive. */
export const archive: Handler = { run: archiveEditions, isConcurrent: false }
