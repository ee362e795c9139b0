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

/** What search engines may find (sitemaps.org): an index, a map of lists, and one for each month, so that none grows beyond its limit. */
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

function document(root: 'urlset' | 'sitemapindex', site: WebContext, paths: readonly string[]): string {
  const { publicUrl } = site.context.settings
  const element = root === 'urlset' ? 'url' : 'sitemap'
  const lines = paths.map((path) => `<${element}><loc>${escapeHtml(publicUrl + path)}</loc></${element}>`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">\n${lines.join('\n')}\n</${root}>\n`
}

async function index(site: WebContext): Promise<string> {
  const months = (await archiveMonth(site.context, null))?.months ?? []
  const paths = ['lists', ...months.map((one) => one.month)].map((name) => `sitemaps/${name}.xml`)
  return document('sitemapindex', site, paths)
}

async function lists(site: WebContext): Promise<string> {
  const { topics } = await publicNewsroom(site.context)
  const countries = await archiveLabels(site.context, 'country')
  return document('urlset', site, [
    '',
    'archive',
    'feeds',
    ...topics.map(({ id }) => topicPath(id)),
    ...countries.map(({ label }) => countryPath(label.replace('country:', ''))),
  ])
}

async function month(site: WebContext, name: string): Promise<string | null> {
  const found = await archiveMonth(site.context, name)
  if (!found) return null
  return document('urlset', site, [
    monthPath(name),
    ...found.editions.map(editionPath),
    ...(await ownPages(site.context, name)).map(storyPath),
  ])
}
