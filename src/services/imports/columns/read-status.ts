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

/** What a list says of a reader, in the words of its service where that is known; null for a word that is not. */
export function readStatus(text: string, service: string | null): ListedStatus | null {
  const word = foldedName(text)
  const own = listServices.find(({ name }) => name === service)?.statuses
  return own?.[word] ?? statuses.get(word) ?? null
}

/** From the mildest to the strictest: of what the file and the row say, the stricter counts. */
const order: readonly ListedStatus[] = ['active', 'pending', 'unsubscribed', 'suppressed']

export function stricter(one: ListedStatus | null, other: ListedStatus | null): ListedStatus | null {
  if (one === null || other === null) return one ?? other
  return order.indexOf(one) > order.indexOf(other) ? one : other
}
