import { decodeDocument } from '../text/charset.ts'
import { refused, type RawDocument, type ReadDocument } from '../reading/document.ts'
import { parseFeed } from './parse-feed.ts'
import { readEntries } from '../reading/read-entries.ts'
import { repair } from './repairs/repair.ts'

/** Reads RSS, RDF, Atom or JSON Feed. */
export function readFeed(raw: RawDocument): ReadDocument {
  const { text, charset } = decodeDocument(raw)
  const repaired = repair(text)
  if (!repaired.ok) return refused(raw, repaired.reason, repaired.problem)
  const parsed = parseFeed(repaired.text, raw.mostItems + 1)
  if (!parsed.ok) return refused(raw, parsed.reason)
  return readEntries(raw, charset, parsed.document, [...repaired.repairs, ...parsed.repairs])
}
