import { canonicalLink } from '../../../curate/text/canonical-link.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { SameItem, SourceItem } from '../../../core/entities/story.ts'
import type { FetchResult } from '../../../sources/fetch-result.ts'

type Read = Extract<FetchResult, { unchanged: false }>

/** One item of a document, be it made or known. */
export interface ListedItem extends SameItem {
  canonicalLink: string | null
  /** Null for an item that came as it is known. */
  item: SourceItem | null
}

export interface DistinctItems {
  /** In the order of the document. */
  listed: ListedItem[]
  /** Items that were left out, since another of the document is the same. */
  doubles: number
  /** Items whose id others have too: they are distinguished by link, else by headline. */
  sharing: number
}

const listedItem = (one: SameItem, item: SourceItem | null): ListedItem => {
  const { id, link, headline, date, position, fingerprint } = one
  return { id, link, headline, date, position, fingerprint, canonicalLink: canonicalLink(link), item }
}

/** What stands for an item without a headline is what it was made from. */
const wordsOf = ({ headline, fingerprint }: ListedItem): string | null => headline || fingerprint

/** What makes two items one: the same id, link and headline, or the same link, headline and date under another id. */
function namesOf(one: ListedItem): string[] {
  const { id, canonicalLink: link, date } = one
  const words = wordsOf(one)
  const dated = link === null || date === null ? [] : [JSON.stringify([link, words, date.epochMilliseconds])]
  return [JSON.stringify([id, link, words]), ...dated]
}

/** Each item of a reading once; the first of those that are the same. */
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

/** Notes on a document whose items are not each one of its own. */
export function notesOnDoubles({ doubles, sharing }: Pick<DistinctItems, 'doubles' | 'sharing'>): Said[] {
  return [
    ...(doubles === 0 ? [] : [said('items-doubled', { count: doubles })]),
    ...(sharing === 0 ? [] : [said('items-share-ids', { count: sharing })]),
  ]
}
