import { documentKind } from './document-kind.ts'

const accept = 'text/html, application/xhtml+xml, */*;q=0.1'

/** One HTML page that is one article. */
export const page = documentKind({ name: 'page', accept, robots: true })

/** An HTML page of links to articles. */
export const listing = documentKind({ name: 'listing', accept, robots: true })
