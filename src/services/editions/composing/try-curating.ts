import { z } from 'zod'
import { AppError } from '../../../core/errors.ts'
import type { Topic } from '../../../core/entities/newsroom.ts'
import type { Scored } from '../../../core/entities/story.ts'
import { compileCountries } from '../../../curate/countries/countries.ts'
import { undecided } from '../../../curate/events/decisions.ts'
import type { Groupable } from '../../../curate/events/groupable.ts'
import { itemWords } from '../../../curate/events/item-words.ts'
import { perhapsSame } from '../../../curate/events/perhaps-same.ts'
import { groupSame } from '../../../curate/events/same-story.ts'
import { compileTopics } from '../../../curate/topics/topics.ts'
import { topicsFile } from '../../newsroom/files/newsroom-file.ts'
import { readJson } from '../../newsroom/files/read-json.ts'
import { fieldCode, fieldFault, pathOf } from '../../../core/said/field-fault.ts'
import { said, type Said } from '../../../core/said/said.ts'

/** The results of the rules for one story that is not in a store. */
export interface Tried {
  id: string
  topics: string[]
  /** ISO 3166-1 alpha-2. */
  countries: string[]
  /** The id of the first story of its event; its own if it is alone. */
  cluster: string
  /** By topic and by country, the words that led to it. */
  words: Record<string, string[]>
}

const instant = z.string().transform((text, context) => {
  const read = instantOf(text)
  if (read) return read
  context.addIssue({ code: 'custom', message: fieldCode('field-instant') })
  return z.NEVER
})

const itemLine = z.object({
  id: z.union([z.string().min(1), z.number()]).transform(String),
  title: z.string(),
  lead: z.string().default(''),
  date: instant,
  source: z.string().default(''),
})
type TriedItem = z.infer<typeof itemLine>

/** A date without a time is the start of that day in UTC. */
function instantOf(text: string): Temporal.Instant | null {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text))
      return Temporal.PlainDate.from(text).toZonedDateTime('UTC').toInstant()
    return Temporal.Instant.from(/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`)
  } catch {
    return null
  }
}

/** Reads stories, one JSON object per line. Throws `bad-input` naming every invalid line. */
export function readTriedItems(text: string): TriedItem[] {
  const faults: Said[] = []
  const items = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const read = itemLine.safeParse(jsonOf(line))
    if (read.success) return [read.data]
    const [issue] = read.error.issues
    if (issue) faults.push(said('fault-on-line', { line: index + 1, why: fieldOf(issue) }))
    return []
  })
  if (faults.length > 0) throw new AppError('bad-input', said('stories-unreadable'), { details: faults })
  return items
}

function fieldOf(issue: z.core.$ZodIssue): Said {
  const place = pathOf(issue.path)
  return place ? said('of-place', { place, what: fieldFault(issue) }) : said('line-not-object')
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Reads a list of topics. Throws `bad-input` with every fault. */
export async function readTopics(path: string): Promise<Topic[]> {
  const faults: Said[] = []
  const topics = await readJson(path, topicsFile, faults)
  if (!topics) throw new AppError('bad-input', said('topics-unreadable'), { details: faults })
  return topics
}

interface ReadItem extends Groupable {
  item: TriedItem
  topics: Scored[]
  countries: Scored[]
}

/** Sorts items of the same time by id, so that their order in the input has no effect. */
function comparable(items: readonly TriedItem[], topics: Topic[]): ReadItem[] {
  const topicsOf = compileTopics(topics)
  const countriesOf = compileCountries([])
  const sourceIds = new Map([...new Set(items.map(({ source }) => source))].map((source, id) => [source, id]))
  const byId = [...items].sort((a, b) => (a.id < b.id ? -1 : 1))
  const ids = new Map(byId.map((item, id) => [item, id]))
  return items.map((item) => {
    const text = { headline: item.title, summary: item.lead }
    const countries = countriesOf({ ...text, declaredCountries: [] })
    return {
      ...text,
      item,
      topics: topicsOf({ ...text, declaredTopics: [] }),
      countries,
      id: ids.get(item) ?? 0,
      sourceId: sourceIds.get(item.source) ?? 0,
      sourceName: item.source,
      language: 'en',
      guid: item.id,
      canonicalLink: null,
      at: item.date,
      places: new Set(countries.map((place) => place.id)),
      placeWords: countries.flatMap(({ words }) => words),
      words: itemWords({ ...text, sourceName: item.source }),
    }
  })
}

/** Tags stories and groups those of one event, as an edition would; returns them in the order of the input, which has no effect. */
export function tryCurating(items: readonly TriedItem[], topics: Topic[]): Tried[] {
  const answers = new Map(
    groupSame(comparable(items, topics)).flatMap((group) =>
      group.map((one) => [one.item, tried(one, group[0]?.item ?? one.item)] as const),
    ),
  )
  return items.flatMap((item) => answers.get(item) ?? [])
}

/** Two stories, by id, that the rules keep apart but that may be one event. */
export interface TriedPair {
  a: string
  b: string
  /** Similarity of their words, 0 to 1. */
  likeness: number
}

/** The pairs of stories that a person would be asked about, most similar first. */
export function tryPairs(items: readonly TriedItem[]): TriedPair[] {
  return perhapsSame(comparable(items, []), undecided).map(({ a, b, likeness }) => ({
    a: a.item.id,
    b: b.item.id,
    likeness: Math.round(likeness * 100) / 100,
  }))
}

function tried({ item: { id }, topics, countries }: ReadItem, lead: TriedItem): Tried {
  return {
    id,
    topics: topics.map((topic) => topic.id),
    countries: countries.map((place) => place.id),
    cluster: lead.id,
    words: Object.fromEntries([...topics, ...countries].map(({ id: name, words }) => [name, words])),
  }
}
