import { documentKind } from './document-kind.ts'

/** Any JSON, by the paths of the source's `fields`. */
export const json = documentKind({ name: 'json', accept: 'application/json', robots: false })
