import { said, type Said } from '../../core/said/said.ts'
import type { Decoded } from '../text/charset.ts'
import type { RawDocument, ReadDocument } from './document.ts'
import type { FeedDocument } from '../feeds/feed-entry.ts'
import { itemsOf } from '../feeds/feed-items.ts'

/** Converts a document's entries, which every kind brings into the shape of `FeedDocument`, to items. */
export function readEntries(
  raw: RawDocument,
  charset: Decoded['charset'],
  document: FeedDocument,
  repairs: Said[],
): ReadDocument {
  const { items, same, notes } = itemsOf(
    { ...document, entries: document.entries.slice(0, raw.mostItems) },
    raw.url,
    raw,
  )
  if (document.entries.length > raw.mostItems) notes.push(said('only-first-items', { count: raw.mostItems }))
  return {
    ok: true,
    kind: document.format,
    charset,
    title: document.title,
    items,
    same,
    doubles: document.doubles,
    repairs,
    notes: [...document.notes, ...notes],
    freshFor: document.freshFor,
  }
}
