import { askDomains } from '../../services/subscribers/hygiene/domains/ask-domains.ts'
import type { Handler } from './handler.ts'

/** Asks DNS whether the domains of readers take e-mails. One run at a time, so that DNS is not asked by several. */
export const domains: Handler = { run: askDomains, isConcurrent: false }
