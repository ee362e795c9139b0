import { runApart } from '../../services/imports/running/run-apart.ts'
import type { Handler } from './handler.ts'

/** Runs imports, and undoes them. */
export const imports: Handler = { run: runApart, isConcurrent: false }
