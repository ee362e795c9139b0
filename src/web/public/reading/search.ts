import type { FastifyInstance } from 'fastify'
import type { ArchiveEntry, Label } from '../../../core/entities/archive/archive.ts'
import { marked } from '../../../core/text/found-words.ts'
import { longestQuery, readQuery, type ReadQuery, type TextQuery } from '../../../core/text/text-query.ts'
import { archiveLabels } from '../../../services/archive/list-archive.ts'
import { searchArchive, type FoundInArchive } from '../../../services/archive/search-archive.ts'
import { wordsOf, type Words } from '../../../wording/wording.ts'
import { tooMany } from '../../kit/errors.ts'
import { clientKey } from '../../kit/limits/proxies.ts'
import type { WebContext } from '../../web-context.ts'
import { readFrame, showPage, type Frame } from './frame.ts'
import { placeIn } from './kept-page.ts'
import { storyView } from './story-view.ts'

const kinds = ['topic', 'country', 'source'] as const
type Kind = (typeof kinds)[number]

/** What the form sends, as it was typed; anything but text is treated as missing. */
type Typed = Record<'q' | Kind | 'from' | 'until', string>

/** A search of the stories that were carried. */
export function registerSearch(web: FastifyInstance, site: WebContext): void {
  web.get('/search', async (request, reply) => {
    const typed = typedIn(request.query)
    const seconds = isEmpty(typed) ? 0 : site.rates.searches.take(clientKey(request.ip))
    if (seconds > 0) return tooMany(site, reply, seconds)
    const { text, isFaulty } = await searchPage(site, typed, placeIn(request.query) ?? null)
    return reply
      .code(isFaulty ? 422 : 200)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(text)
  })
}

function typedIn(query: unknown): Typed {
  const given = query as Record<string, unknown>
  const text = (name: string) => (typeof given[name] === 'string' ? given[name].trim() : '')
  return {
    q: text('q'),
    topic: text('topic'),
    country: text('country'),
    source: text('source'),
    from: text('from'),
    until: text('until'),
  }
}

const isEmpty = (typed: Typed): boolean => Object.values(typed).every((value) => value === '')

async function searchPage(
  site: WebContext,
  typed: Typed,
  before: number | null,
): Promise<{ text: string; isFaulty: boolean }> {
  const frame = await readFrame(site)
  const { say } = wordsOf('pages', frame.language)
  const read = readQuery(typed.q)
  const dates = { from: dateOf(typed.from), until: dateOf(typed.until) }
  const faults = faultsOf(read, dates, say)
  const isFaulty = Object.values(faults).some((fault) => fault !== '')
  const text = read.ok ? read.query : null
  const asked = { text, labels: labelsOf(typed), timeZone: frame.timeZone, before }
  const found =
    isFaulty || isEmpty(typed)
      ? null
      : await searchArchive(site.context, { ...asked, from: dates.from ?? null, until: dates.until ?? null })
  const title = typed.q === '' ? say('searchTitle') : say('searchFor', { words: typed.q })
  const view = {
    typed,
    faults,
    choices: await choicesOf(site, frame, typed),
    longest: longestQuery,
    ...resultView(found, typed, text, frame),
  }
  return { text: showPage(site, 'search', frame, searchHead(title), view), isFaulty }
}

const labelsOf = (typed: Typed): string[] =>
  kinds.flatMap((kind) => (typed[kind] === '' ? [] : `${kind}:${typed[kind].toLowerCase()}`))

type Dates = Record<'from' | 'until', Temporal.PlainDate | null | undefined>

/** What is wrong with each field, in words; empty if nothing is. */
function faultsOf(read: ReadQuery, { from, until }: Dates, say: Words['say']) {
  return {
    q: read.ok ? '' : say(read.fault === 'too-long' ? 'searchTooLong' : 'searchOnlyWithout'),
    from: from === undefined ? say('dateUnreadable') : '',
    until: until === undefined ? say('dateUnreadable') : '',
  }
}

async function choicesOf({ context }: WebContext, { topics }: Frame, typed: Typed) {
  return {
    topics: topics.map(({ id, name }) => choice({ label: `topic:${id}`, name }, typed.topic)),
    countries: (await archiveLabels(context, 'country')).map((one) => choice(one, typed.country)),
    sources: (await archiveLabels(context, 'source')).map((one) => choice(one, typed.source)),
  }
}

const searchHead = (title: string) => ({
  title,
  description: '',
  canonicalPath: 'search',
  currentTopic: '',
  feeds: null,
  isUnlisted: true,
  shared: { type: 'website' as const, picture: null, data: '' },
})

/** Null if none was typed, undefined if it is not a date. */
function dateOf(typed: string): Temporal.PlainDate | null | undefined {
  if (typed === '') return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) return undefined
  try {
    return Temporal.PlainDate.from(typed, { overflow: 'reject' })
  } catch {
    return undefined
  }
}

function choice({ label, name }: Label, typed: string) {
  const value = label.slice(label.indexOf(':') + 1)
  return { value, name, isChosen: value === typed }
}

function resultView(found: FoundInArchive | null, typed: Typed, text: TextQuery | null, frame: Frame) {
  if (!found) return { isSearched: false, results: [], isByRelevance: false, older: '' }
  const query = new URLSearchParams(Object.entries(typed).filter(([, value]) => value !== ''))
  if (found.before !== null) query.set('before', String(found.before))
  return {
    isSearched: true,
    results: found.entries.map((entry) => resultOf(entry, found, text, frame)),
    isByRelevance: found.isByRelevance,
    older: found.before === null ? '' : `${frame.path}search?${query.toString()}`,
  }
}

function resultOf(entry: ArchiveEntry, { excerpts }: FoundInArchive, text: TextQuery | null, frame: Frame) {
  const { storyId, headline, summary } = entry.story
  return {
    ...storyView(entry, frame),
    headlineParts: marked(headline, text),
    summaryParts: marked(summary, text),
    excerpt: marked(excerpts.get(storyId) ?? '', text),
  }
}
