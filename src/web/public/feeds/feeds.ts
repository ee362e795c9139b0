import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  archiveLabels,
  countryStories,
  listStories,
  topicStories,
} from '../../../services/archive/list-archive.ts'
import { wordsOf } from '../../../wording/wording.ts'
import type { WebContext } from '../../web-context.ts'
import { countryPath, topicPath } from '../reading/addresses.ts'
import { readFrame, showPage, type Frame } from '../reading/frame.ts'
import { keptPage } from '../reading/kept-page.ts'
import { atomFeed } from './atom.ts'
import { jsonFeed } from './json-feed.ts'
import type { FeedContent } from './feed-content.ts'

/** The most stories in a feed. */
const mostStories = 50

const formats = {
  atom: { type: 'application/atom+xml; charset=utf-8', write: atomFeed },
  json: { type: 'application/feed+json; charset=utf-8', write: jsonFeed },
} as const

type Asked = { request: FastifyRequest; reply: FastifyReply }

/** Feeds of all stories carried, of a topic, and of a country; and the page that lists them. */
export function registerFeeds(web: FastifyInstance, site: WebContext): void {
  web.get('/feeds', async (request, reply) =>
    keptPage(site, { request, reply }, 'feeds', async () => feedsPage(site)),
  )
  for (const format of ['atom', 'json'] as const) {
    web.get(`/feed.${format}`, async (request, reply) =>
      answerFeed(site, { request, reply }, format, '', async (frame) => everything(site, frame)),
    )
    web.get<{ Params: { id: string } }>(`/topics/:id/feed.${format}`, async (request, reply) => {
      const { id } = request.params
      return answerFeed(site, { request, reply }, format, `${topicPath(id)}/`, async (frame) =>
        ofTopic(site, frame, id),
      )
    })
    web.get<{ Params: { code: string } }>(`/countries/:code/feed.${format}`, async (request, reply) => {
      const { code } = request.params
      return answerFeed(site, { request, reply }, format, `${countryPath(code)}/`, async () =>
        ofCountry(site, code),
      )
    })
  }
}

type Found = Pick<FeedContent, 'title' | 'about' | 'home' | 'entries'>

async function answerFeed(
  site: WebContext,
  asked: Asked,
  format: keyof typeof formats,
  below: string,
  find: (frame: Frame) => Promise<Found | null>,
): Promise<FastifyReply> {
  const { type, write } = formats[format]
  const path = `${below}feed.${format}`
  const make = async () => {
    const frame = await readFrame(site)
    const found = await find(frame)
    if (!found) return null
    const entries = found.entries.filter(({ withdrawnAt }) => withdrawnAt === null)
    const title = found.title === '' ? frame.newsroom : `${frame.newsroom}: ${found.title}`
    return write({ ...found, title, entries, path, frame })
  }
  return keptPage(site, asked, path, make, type)
}

async function everything(site: WebContext, { tagline }: Frame): Promise<Found> {
  const { entries } = await listStories(site.context, { label: null, before: null, count: mostStories })
  return { title: '', about: tagline, home: '', entries }
}

async function ofTopic(site: WebContext, { topics }: Frame, id: string): Promise<Found | null> {
  const topic = topics.find((one) => one.id === id)
  if (!topic) return null
  const { entries } = await topicStories(site.context, id, null, mostStories)
  return { title: topic.name, about: topic.description, home: topicPath(id), entries }
}

async function ofCountry(site: WebContext, code: string): Promise<Found | null> {
  const page = await countryStories(site.context, code, null, mostStories)
  return page && { title: page.name, about: '', home: countryPath(code), entries: page.entries }
}

async function feedsPage(site: WebContext): Promise<string> {
  const frame = await readFrame(site)
  const { say } = wordsOf('pages', frame.language)
  const countries = await archiveLabels(site.context, 'country')
  const feed = (name: string, below: string) => ({
    name,
    atom: `${frame.path}${below}feed.atom`,
    json: `${frame.path}${below}feed.json`,
  })
  const head = {
    title: say('feedsTitle'),
    description: say('feedsAbout'),
    canonicalPath: 'feeds',
    currentTopic: '',
    feeds: '',
    isUnlisted: false,
    shared: { type: 'website' as const, picture: null, data: '' },
  }
  return showPage(site, 'feeds', frame, head, {
    all: [feed(say('allTheNews'), '')],
    byTopic: frame.topics.map(({ id, name }) => feed(name, `${topicPath(id)}/`)),
    byCountry: countries.map(({ label, name }) =>
      feed(name, `${countryPath(label.replace('country:', ''))}/`),
    ),
  })
}
