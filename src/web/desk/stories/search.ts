import type { FastifyInstance } from 'fastify'
import type { StoryPlace } from '../../../core/entities/stories/story-place.ts'
import { searchStories, type FoundStories } from '../../../services/collecting/viewing/search-stories.ts'
import { listSources } from '../../../services/collecting/managing/list-sources.ts'
import { listTopics } from '../../../services/newsroom/list-topics.ts'
import type { WebContext } from '../../web-context.ts'
import { accountOf } from '../frame/account.ts'
import type { Desk } from '../frame/frame.ts'
import { machineZone, moment } from '../frame/times.ts'

const atOnce = 50
const mostWords = 8

type Field = 'q' | 'source' | 'topic' | 'day'
type Asked = Record<Field, string>

/** Searches the collected stories by words, source, topic and day. */
export function registerStories(scope: FastifyInstance, { context }: WebContext, desk: Desk): void {
  scope.get('/stories', { config: { permission: 'view-desk' } }, async (request, reply) => {
    const asked = askedIn(request.query)
    const topics = await listTopics(context, 'en')
    const sources = await listSources(context)
    const day = dayIn(asked.day)
    const found = await searchStories(context, accountOf(request).actor, {
      words: asked.q.split(/\s+/).filter(Boolean).slice(0, mostWords),
      source: sources.find(({ id }) => String(id) === asked.source)?.id ?? null,
      topic: topics.find(({ id }) => id === asked.topic)?.id ?? null,
      ...day,
      before: placeIn((request.query as { before?: unknown }).before),
      count: atOnce,
    })
    const names = new Map(topics.map(({ id, name }) => [id, name]))
    return desk.show(
      request,
      reply,
      'stories',
      { title: desk.say('stories'), place: 'stories' },
      {
        asked,
        isFiltered: Object.values(asked).some(Boolean),
        sources: sources.map(({ id, name }) => ({ id, name, isChosen: String(id) === asked.source })),
        topics: topics.map(({ id, name }) => ({ id, name, isChosen: id === asked.topic })),
        stories: rowsOf(found, names),
        stopped: found.stopped && found.before ? moment(found.before.at, machineZone()).text : '',
        next: found.before ? nextOf(asked, found.before) : '',
      },
    )
  })
}

function askedIn(query: unknown): Asked {
  const sent = query as Record<string, unknown>
  const text = (name: Field): string => {
    const value = sent[name]
    return typeof value === 'string' ? value.slice(0, 200).trim() : ''
  }
  return { q: text('q'), source: text('source'), topic: text('topic'), day: text('day') }
}

/** A day in the time zone of this machine. */
function dayIn(text: string): { from: Temporal.Instant | null; until: Temporal.Instant | null } {
  try {
    const day = Temporal.PlainDate.from(text)
    const begin = (date: Temporal.PlainDate) => date.toZonedDateTime(machineZone()).toInstant()
    return { from: begin(day), until: begin(day.add({ days: 1 })) }
  } catch {
    return { from: null, until: null }
  }
}

function placeIn(text: unknown): StoryPlace | null {
  const [, at, id] = /^(\d{1,15})-(\d{1,15})$/.exec(String(text)) ?? []
  return at && id ? { at: Temporal.Instant.fromEpochMilliseconds(Number(at)), id: Number(id) } : null
}

const nextOf = (asked: Asked, { at, id }: StoryPlace): string =>
  new URLSearchParams({ ...asked, before: `${at.epochMilliseconds}-${id}` }).toString()

function rowsOf({ stories }: FoundStories, names: ReadonlyMap<string, string>) {
  return stories.map(({ id, headline, summary, sourceName, link, section, firstSeenAt, topics }) => ({
    id,
    headline,
    summary: summary.length > 200 ? '' : summary,
    source: sourceName,
    link: link ?? '',
    isAnalysis: section === 'analysis',
    seen: moment(firstSeenAt, machineZone()),
    topics: topics.map((topic) => ({ id: topic, name: names.get(topic) ?? topic })),
  }))
}
