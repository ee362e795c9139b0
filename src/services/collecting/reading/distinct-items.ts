import { canonicalLink } from '../../../curate/text/canonical-link.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { SameItem, SourceItem } from '../../../core/entities/story.ts'
import type { FetchResult } from '../../../sources/fetch-result.ts'

type Read = Extract<FetchResult, { unchanged: false }>

/** One item of a document, whether processed or unchanged. */
export interface ListedItem extends SameItem {
  canonicalLink: string | null
  /** Null for an unchanged item. */
  item: SourceItem | null
}

export interface DistinctItems {
  /** In the order of the document. */
  listed: ListedItem[]
  /** Items left out because the document has the same item twice. */
  doubles: number
  /** Items that share their id with others: they are distinguished by link, otherwise by headline. */
  sharing: number
}

const listedItem = (one: SameItem, item: SourceItem | null): ListedItem => {
  const { id, link, headline, date, position, fingerprint } = one
  return { id, link, headline, date, position, fingerprint, canonicalLink: canonicalLink(link), item }
}

/** An item without a headline is identified by its fingerprint. */
const wordsOf = ({ headline, fingerprint }: ListedItem): string | null => headline || fingerprint

/** Two items are the same if they share id, link and headline, or under different ids link, headline and date. */
function namesOf(one: ListedItem): string[] {
  const { id, canonicalLink: link, date } = one
  const words = wordsOf(one)
  const dated = link === null || date === null ? [] : [JSON.stringify([link, words, date.epochMilliseconds])]
  return [JSON.stringify([id, link, words]), ...dated]
}

/** Each item of a document once; the first of those that are the same. */
export function distinctItems({
  items,
  same,
  doubles = 0,
}: Pick<Read, 'items' | 'same' | 'doubles'>): DistinctItems {
  const all = [...items.map((item) => listedItem(item, item)), ...same.map((one) => listedItem(one, null))]
  const seen = new Set<string>()
  const listed = all
    .sort((a, b) => a.position - b.position)
    .filter((one) => {
      const names = namesOf(one)
      const isNew = !names.some((name) => seen.has(name))
      if (isNew) for (const name of names) seen.add(name)
      return isNew
    })
  const byId = Map.groupBy(listed, ({ id }) => id)
  const sharing = listed.filter(({ id }) => (byId.get(id)?.length ?? 0) > 1).length
  return { listed, doubles: doubles + all.length - listed.length, sharing }
}

/** Notes about repeated items and shared ids in a document. */
export function notesOnDoubles({ doubles, sharing }: Pick<DistinctItems, 'doubles' | 'sharing'>): Said[] {
  return [
    ...(doubles === 0 ? [] : [said('items-doubled', { count: doubles })]),
    ...(sharing === 0 ? [] : [said('items-share-ids', { count: sharing })]),
  ]
}
