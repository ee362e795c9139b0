import type { ArchiveEntry } from '../../core/entities/archive/archive.ts'
import { foundIn } from '../../core/text/found-words.ts'
import type { TextQuery } from '../../core/text/text-query.ts'
import { plainText } from '../../curate/text/plain-text.ts'
import type { Context } from '../context.ts'
import { pageOf, storiesAPage, type ArchivePage } from './list-archive.ts'

/** The criteria; null ones are not applied. */
export interface ArchiveSearch {
  text: TextQuery | null
  /** Labels such as `topic:nuclear`; a story must have all of them. */
  labels: readonly string[]
  /** Local dates of the first and the last day. */
  from: Temporal.PlainDate | null
  until: Temporal.PlainDate | null
  timeZone: string
  before: number | null
}

export interface FoundInArchive extends ArchivePage {
  /** By relevance if this page has all results, otherwise newest first. */
  isByRelevance: boolean
  /** For stories whose words were found only in their body: the sentence, by story id. */
  excerpts: ReadonlyMap<number, string>
}

/** Searches what editions carried, without stories that are withdrawn or under embargo. */
export async function searchArchive(
  { store, clock }: Pick<Context, 'store' | 'clock'>,
  { text, labels, from, until, timeZone, before }: ArchiveSearch,
): Promise<FoundInArchive> {
  const start = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).toInstant()
  const asked = {
    text,
    labels,
    from: from && start(from),
    until: until && start(until.add({ days: 1 })),
    before,
    count: storiesAPage + 1,
    withWithdrawn: false,
  }
  const page = pageOf(await store.archivedStories.find(asked, clock.now()), storiesAPage)
  const isByRelevance = text !== null && before === null && page.before === null
  const entries = isByRelevance ? byRelevance(page.entries, text) : page.entries
  return {
    ...page,
    entries,
    isByRelevance,
    excerpts: text ? await excerptsOf({ store }, entries, text) : new Map(),
  }
}

/** Stories with the words in the headline first, then in the summary, and with more occurrences. */
function byRelevance(entries: readonly ArchiveEntry[], text: TextQuery): ArchiveEntry[] {
  const scored = entries.map((entry) => {
    const { headline, summary } = entry.story
    return { entry, score: 5 * foundIn(headline, text).length + 2 * foundIn(summary, text).length }
  })
  return scored.toSorted((a, b) => b.score - a.score || b.entry.id - a.entry.id).map(({ entry }) => entry)
}

async function excerptsOf(
  { store }: Pick<Context, 'store'>,
  entries: readonly ArchiveEntry[],
  text: TextQuery,
): Promise<Map<number, string>> {
  const unseen = entries.filter(
    ({ story }) => story.slug !== null && foundIn(`${story.headline}\n${story.summary}`, text).length === 0,
  )
  const bodies = await store.stories.byIds(unseen.map(({ story }) => story.storyId))
  return new Map(
    bodies.flatMap(({ id, html, language }) => {
      const sentence = sentenceWith(plainText(html ?? ''), language, text)
      return sentence === null ? [] : [[id, sentence] as const]
    }),
  )
}

function sentenceWith(body: string, language: string, text: TextQuery): string | null {
  const [first] = foundIn(body, text)
  if (!first) return null
  const begin = body.lastIndexOf('\n', first.start) + 1
  const end = body.indexOf('\n', first.start)
  const paragraph = body.slice(begin, end < 0 ? undefined : end)
  const sentences = new Intl.Segmenter(language, { granularity: 'sentence' }).segment(paragraph)
  return sentences.containing(first.start - begin)?.segment.trim() ?? null
}
