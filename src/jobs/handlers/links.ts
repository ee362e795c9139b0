import { checkLinks } from '../../services/editions/checks/links/check-links.ts'
import type { Handler } from './handler.ts'

/** Checks the links of editions that are to be sent. One run at a time, so that no server gets several requests at once. */
export const links: Handler = { run: checkLinks, isConcurrent: false }
