import { documentKind } from './document-kind.ts'

/** Any JSON, read by the paths in the source's `fields`. */
export const json = documentKind({ name: 'json', accept: 'application/json', robots: false })
