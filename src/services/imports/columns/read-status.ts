import type { ListedStatus } from '../../../core/entities/imports/list-facts.ts'
import statusWords from './status-words.json' with { type: 'json' }
import { listServices } from './services.ts'
import { foldedName } from './usual-names.ts'

const words: Record<ListedStatus, string[]> = statusWords

const statuses = new Map<string, ListedStatus>(
  Object.entries(words).flatMap(([status, list]) =>
    list.map((word) => [foldedName(word), status as ListedStatus] as const),
  ),
)

/** The status that a word of a list means, in the terms of its service if that is known; null for an unknown word. */
export function readStatus(text: string, service: string | null): ListedStatus | null {
  const word = foldedName(text)
  const own = listServices.find(({ name }) => name === service)?.statuses
  return own?.[word] ?? statuses.get(word) ?? null
}

/** From the mildest to the strictest: if the file and the row differ, the stricter one applies. */
const order: readonly ListedStatus[] = ['active', 'pending', 'unsubscribed', 'suppressed']

export function stricter(one: ListedStatus | null, other: ListedStatus | null): ListedStatus | null {
  if (one === null || other === null) return one ?? other
  return order.indexOf(one) > order.indexOf(other) ? one : other
}
