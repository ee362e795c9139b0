import { documentKind } from './document-kind.ts'

/** RSS, RDF, Atom or JSON Feed. */
export const feed = documentKind({
  name: 'feed',
  accept:
    'application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1',
  robots: false,
})
