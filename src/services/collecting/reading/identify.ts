import { hash } from 'node:crypto'
import type { Arriving, StoryUnderId } from '../../../core/entities/stories/incoming-story.ts'
import type { Repositories } from '../../../store/store.ts'
import type { FetchResult } from '../../../sources/fetch-result.ts'
import { distinctItems, type DistinctItems, type ListedItem } from './distinct-items.ts'

type Read = Extract<FetchResult, { unchanged: false }>

/** The items of a fetch, matched with stories in the store. */
export interface Identified extends Pick<DistinctItems, 'doubles' | 'sharing'> {
  /** Items to admit, each with the `id` under which its story is or will be kept; `ownId` is the source's own id. */
  arriving: Arriving[]
  /** Ids under which the stories of the unchanged items are kept. */
  same: string[]
  /** Known items that came again under another id. */
  churned: number
}

type Traits = Pick<StoryUnderId, 'canonicalLink' | 'headline' | 'fingerprint'> & {
  date: Temporal.Instant | null
}

const isEqual = (a: Temporal.Instant | null, b: Temporal.Instant | null): boolean =>
  a !== null && b !== null && a.equals(b)

/** What identifies an item's story if several share its id, the most certain first; null if an item lacks it. */
const traits: { isSure: boolean; of(one: Traits): string | null }[] = [
  { isSure: true, of: ({ fingerprint }) => fingerprint },
  { isSure: true, of: ({ canonicalLink, headline }) => JSON.stringify([canonicalLink, headline]) },
  { isSure: false, of: ({ canonicalLink }) => canonicalLink },
  { isSure: false, of: ({ headline, date }) => (date ? JSON.stringify([headline, date.toString()]) : null) },
]

/**
 * The stories of items that share one id. If there is one of each, they belong together whatever has changed. Otherwise a headline may
 * change under the same link, and a link under the same headline and date, if no other item and no other story has the same.
 */
function storiesOf(items: ListedItem[], rows: StoryUnderId[]): Map<ListedItem, StoryUnderId> {
  const [item] = items
  const [row] = rows
  if (item && row && !isShared(items, rows)) return new Map([[item, row]])
  const found = new Map<ListedItem, StoryUnderId>()
  const taken = new Set<StoryUnderId>()
  for (const { isSure, of } of traits) {
    const alike = Map.groupBy(rows, (each) => of({ ...each, date: each.publishedAt }))
    for (const [trait, ones] of Map.groupBy(items, of)) {
      const fitting = trait === null ? [] : (alike.get(trait) ?? [])
      if (!isSure && (fitting.length > 1 || ones.length > 1)) continue
      const free = fitting.filter((each) => !taken.has(each))
      for (const [index, one] of ones.filter((each) => !found.has(each)).entries()) {
        const story = free[index]
        if (!story) break
        found.set(one, story)
        taken.add(story)
      }
    }
  }
  return found
}

/** True if an id does not distinguish its items, in this fetch or an earlier one. */
const isShared = (items: ListedItem[], rows: StoryUnderId[]): boolean =>
  items.length > 1 || rows.length > 1 || rows.some(({ guid, itemId }) => guid !== itemId)

/**
 * True for an item that has only the id of a story, and neither its link nor its headline: some sources number the places of their list, or
 * swap ids.
 */
function isDoubtful({ item, canonicalLink, headline, fingerprint }: ListedItem, row: StoryUnderId): boolean {
  if (item === null || canonicalLink === null || row.canonicalLink === null) return false
  return canonicalLink !== row.canonicalLink && headline !== row.headline && fingerprint !== row.fingerprint
}

/** A doubtful item is the story of its id after all if its date agrees, or nothing contradicts it, and no other item is. */
function isItsStory({ date }: ListedItem, row: StoryUnderId, renamed: ReadonlySet<string>): boolean {
  const isOfItsDate = date === null || row.publishedAt === null || date.equals(row.publishedAt)
  return isOfItsDate && !renamed.has(row.guid)
}

/** A unique id for an item whose source's id is shared: made from it, link and headline. */
function ownIdOf(one: ListedItem, taken: ReadonlySet<string>): string {
  for (let number = 0; ; number++) {
    const parts = JSON.stringify([one.canonicalLink, one.headline || one.fingerprint, number])
    const id = `${one.id}#${hash('sha256', parts, 'base64url').slice(0, 22)}`
    if (!taken.has(id)) return id
  }
}

/**
 * Finds the story of each item of a fetch. A story is identified by its source's id; if items share an id, in this document or an earlier
 * one, by id and link, otherwise by id and headline. So an item remains the same story, whether or not it shares its id. An item with
 * another id but the link, headline and date of a story is that story too; one whose link, headline and date all differ from those of the
 * story with its id is another story.
 */
export async function identify(
  stories: Pick<Repositories['stories'], 'under' | 'known'>,
  sourceId: number,
  reading: Pick<Read, 'items' | 'same' | 'doubles'>,
): Promise<Identified> {
  const { listed, doubles, sharing } = distinctItems(reading)
  const groups = Map.groupBy(listed, ({ id }) => id)
  const under = Map.groupBy(await stories.under(sourceId, [...groups.keys()]), ({ itemId }) => itemId)
  const kept = new Map<ListedItem, StoryUnderId>()
  const fresh = new Map<ListedItem, string>()
  const doubtful = new Map<ListedItem, StoryUnderId>()
  for (const [id, items] of groups) {
    const rows = under.get(id) ?? []
    const found = storiesOf(items, rows)
    const taken = new Set(rows.map(({ guid }) => guid))
    for (const one of items) {
      const row = found.get(one)
      const isInDoubt = row !== undefined && isDoubtful(one, row)
      if (isInDoubt) doubtful.set(one, row)
      if (row && !isInDoubt) kept.set(one, row)
      else {
        const own = isInDoubt || isShared(items, rows) ? ownIdOf(one, taken) : id
        fresh.set(one, own)
        taken.add(own)
      }
    }
  }
  const renamed = await renamedOf(stories, sourceId, fresh, kept)
  const moved = new Set(renamed.values())
  for (const [one, row] of doubtful) if (!renamed.has(one) && isItsStory(one, row, moved)) kept.set(one, row)
  const idOf = (one: ListedItem): string =>
    kept.get(one)?.guid ?? renamed.get(one) ?? fresh.get(one) ?? one.id
  return {
    arriving: listed.flatMap((one) => arrivingOf(one, idOf(one), kept.get(one))),
    same: listed.filter(({ item }) => item === null).map(idOf),
    doubles,
    sharing,
    churned: renamed.size,
  }
}

/** Items with a new id, but the link, headline and date of a story of their source. */
async function renamedOf(
  stories: Pick<Repositories['stories'], 'known'>,
  sourceId: number,
  fresh: ReadonlyMap<ListedItem, string>,
  kept: ReadonlyMap<ListedItem, StoryUnderId>,
): Promise<Map<ListedItem, string>> {
  const taken = new Set([...kept.values()].map(({ guid }) => guid))
  const asked = [...fresh].flatMap(([one, id]) => arrivingOf(one, id))
  const known = await stories.known(sourceId, asked)
  const renamed = new Map<ListedItem, string>()
  for (const [one, id] of fresh) {
    const guid = known.get(id)
    if (guid === undefined || guid === id || taken.has(guid)) continue
    renamed.set(one, guid)
    taken.add(guid)
  }
  return renamed
}

/** A story that existed undated when its source was first read remains so until it gets a date. */
function arrivingOf(
  { item, id: ownId, canonicalLink }: ListedItem,
  id: string,
  row?: StoryUnderId,
): Arriving[] {
  if (item === null) return []
  const isUndated = item.date === null || isEqual(item.date, row?.publishedAt ?? null)
  const dateFrom = isUndated && row?.dateFrom === 'backlog' ? 'backlog' : item.dateFrom
  return [{ item: { ...item, id, ownId, dateFrom }, canonicalLink }]
}
