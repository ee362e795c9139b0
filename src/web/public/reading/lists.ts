import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { countryStories, topicStories, type ArchivePage } from '../../../services/archive/list-archive.ts'
import { wordsOf } from '../../../wording/wording.ts'
import { notFound } from '../../kit/errors.ts'
import type { WebContext } from '../../web-context.ts'
import { countryPath, topicPath } from './addresses.ts'
import { readFrame, showPage, type Frame, type PageHead } from './frame.ts'
import { profileView } from './front.ts'
import { keptPage, placeIn } from './kept-page.ts'
import { asData, sharedPicture } from './sharing.ts'
import { storyView } from './story-view.ts'

type Asked = { request: FastifyRequest; reply: FastifyReply }

/** Topic pages and country pages: the stories carried on each, newest first. */
export function registerLists(web: FastifyInstance, site: WebContext): void {
  web.get<{ Params: { id: string } }>('/topics/:id', async (request, reply) =>
    listed(site, { request, reply }, topicPath(request.params.id), (before) =>
      topicPage(site, request.params.id, before),
    ),
  )
  web.get<{ Params: { code: string } }>('/countries/:code', async (request, reply) =>
    listed(site, { request, reply }, countryPath(request.params.code), (before) =>
      countryPage(site, request.params.code, before),
    ),
  )
}

async function listed(
  site: WebContext,
  asked: Asked,
  path: string,
  make: (before: number | null) => Promise<string | null>,
): Promise<FastifyReply> {
  const before = placeIn(asked.request.query)
  if (before === undefined) return asked.reply.send(notFound(site, asked.reply))
  return keptPage(site, asked, addressOf(path, before), async () => make(before))
}

const addressOf = (path: string, before: number | null): string =>
  before === null ? path : `${path}?before=${before}`

async function topicPage(site: WebContext, id: string, before: number | null): Promise<string | null> {
  const frame = await readFrame(site)
  const topic = frame.topics.find((one) => one.id === id)
  if (!topic) return null
  const page = await topicStories(site.context, id, before)
  const list = { path: topicPath(id), title: topic.name, about: topic.description, before }
  return showList(site, frame, page, { ...list, currentTopic: id, profile: null })
}

async function countryPage(site: WebContext, code: string, before: number | null): Promise<string | null> {
  const page = await countryStories(site.context, code, before)
  if (!page) return null
  const frame = await readFrame(site)
  const about = wordsOf('pages', frame.language).say('aboutCountry', { country: page.name })
  const profile = page.profile && { ...profileView(page.profile, frame), page: '' }
  const list = { path: countryPath(code), title: page.name, about, before }
  return showList(site, frame, page, { ...list, currentTopic: '', profile })
}

interface ListView {
  path: string
  title: string
  about: string
  before: number | null
  currentTopic: string
  profile: object | null
}

function showList(site: WebContext, frame: Frame, page: ArchivePage, list: ListView): string {
  const { path, title, about, before, currentTopic, profile } = list
  const shown = page.entries.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ story }) => story)
  const head: PageHead = {
    title,
    description: about,
    canonicalPath: addressOf(path, before),
    currentTopic,
    feeds: `${path}/`,
    isUnlisted: false,
    shared: {
      type: 'website',
      picture: sharedPicture(shown, frame),
      data: asData({
        '@type': 'CollectionPage',
        name: title,
        url: frame.publicUrl + addressOf(path, before),
      }),
    },
  }
  return showPage(site, 'stories', frame, head, {
    about,
    profile,
    stories: page.entries.map((entry) => storyView(entry, frame)),
    newest: before === null ? '' : frame.path + path,
    older: page.before === null ? '' : frame.path + addressOf(path, page.before),
  })
}
