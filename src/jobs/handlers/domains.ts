import { askDomains } from '../../services/subscribers/hygiene/domains/ask-domains.ts'
import type { Handler } from './handler.ts'

/** Asks DNS whether the domains of readers accept e-mail. One run at a time, to limit queries. */
export const domains: Handler = { run: askDomains, isConcurrent: false }
