import type { SourceItem } from '../core/story.ts'
import type { ReadDocument } from './document.ts'

type Whole = Extract<ReadDocument, { ok: true }>
type WireItem = Omit<SourceItem, 'date'> & { date: number | null }

/** A document on its way out of the thread: instants can't be cloned, so dates are epoch milliseconds. */
export type Wire = (Omit<Whole, 'items'> & { items: WireItem[] }) | Extract<ReadDocument, { ok: false }>

export function toWire(document: ReadDocument): Wire {
  if (!document.ok) return document
  const items = document.items.map((item) => ({ ...item, date: item.date?.epochMilliseconds ?? null }))
  return { ...document, items }
}

export function fromWire(wire: Wire): ReadDocument {
  if (!wire.ok) return wire
  const items = wire.items.map((item) => ({
    ...item,
    date: item.date === null ? null : Temporal.Instant.fromEpochMilliseconds(item.date),
  }))
  return { ...wire, items }
}
