import { readAwaitedPages } from '../../services/editions/adding/read-awaited-pages.ts'
import type { Handler } from './handler.ts'

/** Reads pages of added stories. Beside itself, as a slow one keeps no other waiting; each is taken by one run. */
export const pages: Handler = { run: readAwaitedPages, isConcurrent: true }
