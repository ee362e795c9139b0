import type { FastifyInstance } from 'fastify'
import type { Digest } from '../../core/entities/newsroom.ts'
import { editionPath } from '../../core/links.ts'
import { findNewsroom } from '../../services/newsroom/find-digest.ts'
import { listTopics } from '../../services/newsroom/list-topics.ts'
import { publicEditions } from '../../services/editions/viewing/web-version/web-edition.ts'
import { canonical } from '../kit/views/canonical.ts'
import { signUpBox } from './joining/form-view.ts'
import type { WebContext } from '../web-context.ts'

const shown = 10

/** The front door: what this is, its digests, and their newest editions. */
export function registerHome(web: FastifyInstance, site: WebContext): void {
  const { context, pages } = site
  web.get('/', async (_, reply) => {
    const newsroom = await findNewsroom(context)
    const found = await publicEditions(context, shown)
    const digests = found.map(async ({ digest, editions }) => ({
      // The only digest mostly has the newsroom's name, which the masthead says already.
      name: digest.name === newsroom?.name ? '' : digest.name,
      topics: await topicsOf(site, digest),
      editions: editions.map((edition) => ({
        path: editionPath({ ...edition, key: digest.key }),
        date: edition.date.toLocaleString(digest.language, { dateStyle: 'full' }),
        subject: edition.subject ?? '',
      })),
    }))
    void canonical(site, reply, '').type('text/html; charset=utf-8')
    return pages.render('home', newsroom?.name ?? 'Daywire', {
      newsroom: newsroom?.name ?? 'Daywire',
      tagline: newsroom?.tagline ?? '',
      publisher: newsroom ? `${newsroom.publisher}, ${newsroom.address}` : '',
      contact: newsroom ? (newsroom.replyTo ?? newsroom.sender.email) : '',
      isSetUp: newsroom !== null,
      signUp: await signUpBox(site, newsroom, found[0]?.digest),
      digests: await Promise.all(digests),
    })
  })
}

async function topicsOf({ context }: WebContext, { topics, language }: Digest) {
  const all = await listTopics(context, language)
  return topics.flatMap((id) => all.find((topic) => topic.id === id) ?? [])
}
