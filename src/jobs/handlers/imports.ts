import { runImports } from '../../services/imports/running/run-imports.ts'
import type { Handler } from './handler.ts'

/** Brings lists in, and undoes it. */
export const imports: Handler = { run: runImports, isConcurrent: false }
