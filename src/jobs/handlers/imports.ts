import { runApart } from '../../services/imports/running/run-apart.ts'
import type { Handler } from './handler.ts'

/** Brings lists in, and undoes it. */
export const imports: Handler = { run: runApart, isConcurrent: false }
