import { readAwaitedPages } from '../../services/editions/adding/read-awaited-pages.ts'
import type { Handler } from './handler.ts'

/** Reads pages of added stories. Runs concurrently, so that a slow page does not delay others; each is claimed by one run. */
export const pages: Handler = { run: readAwaitedPages, isConcurrent: true }
