import type { DateFrom, PictureLink, SourceItem } from '../../../core/entities/story.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { CheckAs, Sources } from '../../../sources/sources.ts'
import type { Problem } from '../../../sources/fetch-result.ts'
import { distinctItems, notesOnDoubles } from '../reading/distinct-items.ts'

/** What checking sources needs: no store. */
export type SourceReader = Pick<Sources, 'check' | 'discover' | 'close'>

/** One item as it would be collected. */
export interface CheckedItem {
  id: string
  link: string | null
  title: string
  /** ISO 8601. */
  date: string | null
  dateFrom: DateFrom
  summary: string
  html: string | null
  image: PictureLink | null
}

/** The contents of an input; with an `error`, everything else is empty. */
export interface CheckedSource {
  kind: string | null
  charset: { name: string; from: string } | null
  title: string | null
  items: CheckedItem[]
  /** What had to be repaired before it could be read. */
  repairs: Said[]
  /** What an editor should know about it. */
  notes: Said[]
  error: Said | null
  /** The kind of error. */
  problem: Problem | null
}

const nothing = { kind: null, charset: null, title: null, items: [], repairs: [], notes: [] }

/** Reads an address, file or folder as collecting would, and reports its contents. Never throws because of the contents. */
export async function checkSource(
  reader: Pick<Sources, 'check'>,
  input: string,
  how: CheckAs = {},
): Promise<CheckedSource> {
  const reading = await reader.check(input, how)
  if (!reading.ok) return { ...nothing, error: reading.reason, problem: reading.problem }
  if (reading.unchanged)
    return { ...nothing, error: said('sent-nothing', { place: input }), problem: 'other' }
  const { kind, charset, title, items, repairs } = reading
  const shown = items.filter(({ headline, summary }) => headline !== '' || summary !== '')
  const notes = [...reading.notes, ...notesOnDoubles(distinctItems({ ...reading, items: shown }))]
  return { kind, charset, title, items: items.map(checkedItem), repairs, notes, error: null, problem: null }
}

/** A page as an article, as it would be collected; with an `error`, everything else is empty. */
export interface CheckedPage {
  headline: string
  byline: string | null
  /** ISO 8601. */
  date: string | null
  dateFrom: DateFrom
  summary: string
  /** Plain text, paragraphs separated by blank lines. */
  text: string
  image: PictureLink | null
  link: string | null
  notes: Said[]
  error: Said | null
}

const noPage = {
  headline: '',
  byline: null,
  date: null,
  dateFrom: 'first-seen' as const,
  summary: '',
  text: '',
  image: null,
  link: null,
  notes: [],
}

/** Reads an address or a file as one article. */
export async function checkPage(
  reader: Pick<Sources, 'check'>,
  input: string,
  how: CheckAs,
): Promise<CheckedPage> {
  const reading = await reader.check(input, { ...how, kind: 'page' })
  if (!reading.ok) return { ...noPage, error: reading.reason }
  const [item] = reading.unchanged ? [] : reading.items
  if (reading.unchanged || !item) return { ...noPage, error: said('sent-nothing', { place: input }) }
  const { headline, byline, date, dateFrom, summary, image, link } = item
  const { text = '', notes } = reading
  const article = { headline, byline, date: date?.toString() ?? null, dateFrom, summary, text, image, link }
  return { ...article, notes, error: null }
}

function checkedItem({ id, link, headline, date, dateFrom, summary, html, image }: SourceItem): CheckedItem {
  return { id, link, title: headline, date: date?.toString() ?? null, dateFrom, summary, html, image }
}
