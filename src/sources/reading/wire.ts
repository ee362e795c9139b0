import type { SameItem, SourceItem } from '../../core/entities/story.ts'
import type { ReadDocument } from './document.ts'

type Whole = Extract<ReadDocument, { ok: true }>
type Sent<Item extends SameItem> = Omit<Item, 'date'> & { date: number | null }

/** A document in a message from the thread: instants can't be cloned, so dates are epoch milliseconds. */
export type Wire =
  | (Omit<Whole, 'items' | 'same'> & { items: Sent<SourceItem>[]; same: Sent<SameItem>[] })
  | Extract<ReadDocument, { ok: false }>

const sent = <Item extends SameItem>(item: Item): Sent<Item> => ({
  ...item,
  date: item.date?.epochMilliseconds ?? null,
})

const received = <Item extends { date: number | null }>(item: Item) => ({
  ...item,
  date: item.date === null ? null : Temporal.Instant.fromEpochMilliseconds(item.date),
})

export function toWire(document: ReadDocument): Wire {
  if (!document.ok) return document
  return { ...document, items: document.items.map(sent), same: document.same.map(sent) }
}

export function fromWire(wire: Wire): ReadDocument {
  if (!wire.ok) return wire
  return { ...wire, items: wire.items.map(received), same: wire.same.map(received) }
}
