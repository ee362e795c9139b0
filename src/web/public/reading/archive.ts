import type { FastifyInstance } from 'fastify'
import { dateIn } from '../../../core/text/date-format.ts'
import { archiveLabels, archiveMonth } from '../../../services/archive/list-archive.ts'
import { wordsOf } from '../../../wording/wording.ts'
import type { WebContext } from '../../web-context.ts'
import { countryPath, monthPath } from './addresses.ts'
import { readFrame, showPage, type Frame } from './frame.ts'
import { editionView } from './front.ts'
import { keptPage } from './kept-page.ts'

/** The editions of a month, each month at its own URL, with links to all others. */
export function registerArchive(web: FastifyInstance, site: WebContext): void {
  web.get('/archive', async (request, reply) =>
    keptPage(site, { request, reply }, 'archive', async () => archivePage(site, null)),
  )
  web.get<{ Params: { month: string } }>('/archive/:month', async (request, reply) => {
    const { month } = request.params
    const isMonth = /^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)
    return keptPage(site, { request, reply }, monthPath(month), async () =>
      isMonth ? archivePage(site, month) : null,
    )
  })
}

async function archivePage(site: WebContext, asked: string | null): Promise<string | null> {
  const found = await archiveMonth(site.context, asked)
  if (!found) return null
  const frame = await readFrame(site)
  const { say } = wordsOf('pages', frame.language)
  const { month, editions, months } = found
  const name = month === '' ? '' : monthName(month, frame)
  const title = asked === null ? say('archiveTitle') : say('archiveOf', { month: name })
  const countries = await archiveLabels(site.context, 'country')
  const head = {
    title,
    description: say('archiveAbout'),
    canonicalPath: asked === null ? 'archive' : monthPath(asked),
    currentTopic: '',
    feeds: '',
    isUnlisted: false,
    shared: { type: 'website' as const, picture: null, data: '' },
  }
  return showPage(site, 'archive', frame, head, {
    month: name,
    editions: editions.map((edition) => editionView(edition, frame)),
    years: byYear(months, month, frame),
    countries: countries.map(({ label, name: country }) => ({
      name: country,
      link: frame.path + countryPath(label.replace('country:', '')),
    })),
  })
}

/** "November 2026"; without the year if it is shown nearby. */
function monthName(month: string, { language }: Frame, withYear = true): string {
  return dateIn(
    language,
    { month: 'long', ...(withYear && { year: 'numeric' as const }) },
    Temporal.PlainDate.from(`${month}-01`),
  )
}

function byYear(months: readonly { month: string; editions: number }[], current: string, frame: Frame) {
  const years = Map.groupBy(months, ({ month }) => month.slice(0, 4))
  return [...years].map(([year, some]) => ({
    year,
    months: some.map(({ month, editions }) => ({
      name: monthName(month, frame, false),
      link: frame.path + monthPath(month),
      isCurrent: month === current,
      editions,
    })),
  }))
}
