import { checkLinks } from '../../services/editions/checks/links/check-links.ts'
import type { Handler } from './handler.ts'

/** Asks for the links of editions that are to be sent. One run at a time, so that no server is asked by several. */
export const links: Handler = { run: checkLinks, isConcurrent: false }
