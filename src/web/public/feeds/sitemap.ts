import type { FastifyInstance } from 'fastify'
import { editionPath, storyPath } from '../../../core/links.ts'
import { escapeHtml } from '../../../core/text/encode.ts'
import { archiveLabels, archiveMonth, ownPages } from '../../../services/archive/list-archive.ts'
import { publicNewsroom } from '../../../services/archive/public-newsroom.ts'
import type { WebContext } from '../../web-context.ts'
import { countryPath, monthPath, topicPath } from '../reading/addresses.ts'
import { keptPage } from '../reading/kept-page.ts'

const xml = 'application/xml; charset=utf-8'
const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9'

/** The sitemap (sitemaps.org): an index, a map of lists, and one for each month, so that none exceeds the size limit. */
export function registerSitemaps(web: FastifyInstance, site: WebContext): void {
  web.get('/sitemap.xml', async (request, reply) =>
    keptPage(site, { request, reply }, 'sitemap.xml', async () => index(site), xml),
  )
  web.get<{ Params: { name: string } }>('/sitemaps/:name.xml', async (request, reply) => {
    const { name } = request.params
    const isMonth = /^\d{4}-(?:0[1-9]|1[0-2])$/.test(name)
    const make = async () => (name === 'lists' ? lists(site) : isMonth ? month(site, name) : null)
    return keptPage(site, { request, reply }, `sitemaps/${name}.xml`, make, xml)
  })
}

interface Place {
  path: string
  /** When it was last changed; omitted if that is not known. */
  changedAt?: Temporal.Instant | undefined
}

const lastOf = (times: readonly Temporal.Instant[]): Temporal.Instant | undefined =>
  times.toSorted((one, other) => Temporal.Instant.compare(one, other)).at(-1)

function document(root: 'urlset' | 'sitemapindex', site: WebContext, places: readonly Place[]): string {
  const { publicUrl } = site.context.settings
  const element = root === 'urlset' ? 'url' : 'sitemap'
  const lines = places.map(({ path, changedAt }) => {
    const changed = changedAt ? `<lastmod>${changedAt.toString({ smallestUnit: 'second' })}</lastmod>` : ''
    return `<${element}><loc>${escapeHtml(publicUrl + path)}</loc>${changed}</${element}>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">\n${lines.join('\n')}\n</${root}>\n`
}

async function index(site: WebContext): Promise<string> {
  const months = (await archiveMonth(site.context, null))?.months ?? []
  const paths = ['lists', ...months.map((one) => one.month)].map((name) => `sitemaps/${name}.xml`)
  return document(
    'sitemapindex',
    site,
    paths.map((path) => ({ path })),
  )
}

async function lists(site: WebContext): Promise<string> {
  const { topics } = await publicNewsroom(site.context)
  const countries = await archiveLabels(site.context, 'country')
  const paths = [
    '',
    'archive',
    'feeds',
    ...topics.map(({ id }) => topicPath(id)),
    ...countries.map(({ label }) => countryPath(label.replace('country:', ''))),
  ]
  return document(
    'urlset',
    site,
    paths.map((path) => ({ path })),
  )
}

async function month(site: WebContext, name: string): Promise<string | null> {
  const found = await archiveMonth(site.context, name)
  if (!found) return null
  return document('urlset', site, [
    { path: monthPath(name), changedAt: lastOf(found.editions.map(({ startedAt }) => startedAt)) },
    ...found.editions.map((edition) => ({ path: editionPath(edition), changedAt: edition.changedAt })),
    ...(await ownPages(site.context, name)).map(({ slug, changedAt }) => ({
      path: storyPath(slug),
      changedAt,
    })),
  ])
}
