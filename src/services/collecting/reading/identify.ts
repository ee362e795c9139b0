import { hash } from 'node:crypto'
import type { Arriving, StoryUnderId } from '../../../core/entities/stories/incoming-story.ts'
import type { Repositories } from '../../../store/store.ts'
import type { FetchResult } from '../../../sources/fetch-result.ts'
import { distinctItems, type DistinctItems, type ListedItem } from './distinct-items.ts'

type Read = Extract<FetchResult, { unchanged: false }>

/** What the items of a reading are in the store. */
export interface Identified extends Pick<DistinctItems, 'doubles' | 'sharing'> {
  /** Items to take in, each with the `id` under which its story is or will be kept, and its source's own as `ownId`. */
  arriving: Arriving[]
  /** Ids under which the stories of the other items are kept. */
  same: string[]
  /** Items that came again under another id. */
  churned: number
}

type Traits = Pick<StoryUnderId, 'canonicalLink' | 'headline' | 'fingerprint'> & {
  date: Temporal.Instant | null
}

const isEqual = (a: Temporal.Instant | null, b: Temporal.Instant | null): boolean =>
  a !== null && b !== null && a.equals(b)

/** What tells which story an item is, where several have its id, the surest first; null of what has no such trait. */
const traits: { isSure: boolean; of(one: Traits): string | null }[] = [
  { isSure: true, of: ({ fingerprint }) => fingerprint },
  { isSure: true, of: ({ canonicalLink, headline }) => JSON.stringify([canonicalLink, headline]) },
  { isSure: false, of: ({ canonicalLink }) => canonicalLink },
  { isSure: false, of: ({ headline, date }) => (date ? JSON.stringify([headline, date.toString()]) : null) },
]

/**
 * The stories of items that have one id. Where there is one of each, they belong together whatever has changed. Else a
 * headline may change under a link, and a link under a headline and date, where no other item and no other story has the same.
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

/** True where an id does not tell its items apart, now or in a reading before. */
const isShared = (items: ListedItem[], rows: StoryUnderId[]): boolean =>
  items.length > 1 || rows.length > 1 || rows.some(({ guid, itemId }) => guid !== itemId)

/**
 * True of an item that has the id of a story alone, and neither its link nor its headline: some sources number the places
 * of their list, or exchange ids.
 */
function isDoubtful({ item, canonicalLink, headline, fingerprint }: ListedItem, row: StoryUnderId): boolean {
  if (item === null || canonicalLink === null || row.canonicalLink === null) return false
  return canonicalLink !== row.canonicalLink && headline !== row.headline && fingerprint !== row.fingerprint
}

/** A doubtful item is the story of its id after all where its date says so, or nothing else does, and no other item is. */
function isItsStory({ date }: ListedItem, row: StoryUnderId, renamed: ReadonlySet<string>): boolean {
  const isOfItsDate = date === null || row.publishedAt === null || date.equals(row.publishedAt)
  return isOfItsDate && !renamed.has(row.guid)
}

/** An id of its own for an item whose source's id is another's too: made of it, and of link and headline. */
function ownIdOf(one: ListedItem, taken: ReadonlySet<string>): string {
  for (let number = 0; ; number++) {
    const parts = JSON.stringify([one.canonicalLink, one.headline || one.fingerprint, number])
    const id = `${one.id}#${hash('sha256', parts, 'base64url').slice(0, 22)}`
    if (!taken.has(id)) return id
  }
}

/**
 * Finds out which story each item of a reading is. A story is known by its source's id; where items share an id, in this
 * document or in one before, by id and link, else by id and headline. So an item stays the same story, be it alone with its
 * id or not. One that has another id, but link, headline and date of a story, is that story too; one whose link, headline
 * and date are all other than those of the story of its id is another story.
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

/** Items that are new by their id, but have link, headline and date of a story of their source. */
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

/** A story that was there undated when its source was first read stays so until it gets a date. */
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
