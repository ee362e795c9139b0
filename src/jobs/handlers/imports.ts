import { runDueImports } from '../../services/imports/running/run-due-imports.ts'
import type { Handler } from './handler.ts'

/** Runs imports, and undoes them. */
export const imports: Handler = { run: runDueImports, isConcurrent: false }
