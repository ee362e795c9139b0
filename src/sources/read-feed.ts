import { decode } from './charset.ts'
import type { RawDocument, ReadDocument } from './document.ts'
import { itemsOf } from './feed-items.ts'
import { parseFeed } from './parse-feed.ts'
import { repair } from './repair.ts'

/** Reads RSS, RDF, Atom or JSON Feed. */
export function readFeed(raw: RawDocument): ReadDocument {
  const { text, charset } = decode(
    Buffer.from(raw.bytes.buffer, raw.bytes.byteOffset, raw.bytes.byteLength),
    raw.contentType,
  )
  const repaired = repair(text)
  if (!repaired.ok) return { ok: false, reason: `${raw.where} ${repaired.reason}`, problem: repaired.problem }
  const parsed = parseFeed(repaired.text, raw.mostItems + 1)
  if (!parsed.ok) return { ok: false, reason: `${raw.where} ${parsed.reason}`, problem: 'malformed' }
  const { items, notes } = itemsOf(parsed.document, raw.url, raw.timeZone)
  if (items.length > raw.mostItems) notes.push(`only the first ${raw.mostItems} items are read`)
  return {
    ok: true,
    kind: parsed.document.format,
    charset,
    title: parsed.document.title,
    items: items.slice(0, raw.mostItems),
    repairs: [...repaired.repairs, ...parsed.repairs],
    notes,
    freshFor: parsed.document.freshFor,
  }
}
