import type { FastifyInstance } from 'fastify'
import { dateIn } from '../../../core/text/date-format.ts'
import type { ArchivedEdition, ArchiveEntry } from '../../../core/entities/archive/archive.ts'
import type { Profile } from '../../../core/entities/newsroom.ts'
import { absolute, editionPath } from '../../../core/links.ts'
import { frontPage, type FrontPage } from '../../../services/archive/front-page.ts'
import type { WebContext } from '../../web-context.ts'
import { countryPath } from './addresses.ts'
import { readFrame, showPage, type Frame, type PageHead } from './frame.ts'
import { keptPage } from './kept-page.ts'
import { asData, publisherData, sharedPicture } from './sharing.ts'
import { storyView } from './story-view.ts'

/** Stories after the lead with their summaries, and after them headlines only. */
const mostNext = 8
const mostHeadlines = 12

/** The front page: the newest edition whose sending has begun. */
export function registerFront(web: FastifyInstance, site: WebContext): void {
  web.get('/', async (request, reply) => keptPage(site, { request, reply }, '', async () => front(site)))
}

async function front(site: WebContext): Promise<string> {
  const page = await frontPage(site.context)
  const frame = await readFrame(site, page?.edition ?? null)
  return showPage(site, 'front', frame, headOf(frame, page), page ? frontView(page, frame) : emptyView)
}

function headOf(frame: Frame, page: FrontPage | null): PageHead {
  const shown = notWithdrawn(page?.news ?? [])
  return {
    title: '',
    description: frame.tagline,
    canonicalPath: '',
    currentTopic: '',
    feeds: '',
    isUnlisted: false,
    shared: {
      type: 'website',
      picture: sharedPicture(
        shown.map(({ story }) => story),
        frame,
      ),
      data: asData({
        '@type': 'WebSite',
        name: frame.newsroom,
        url: frame.publicUrl,
        description: frame.tagline,
        inLanguage: frame.language,
        publisher: publisherData(frame),
      }),
    },
  }
}

const notWithdrawn = (entries: readonly ArchiveEntry[]) =>
  entries.filter(({ withdrawnAt }) => withdrawnAt === null)

const emptyView = {
  edition: null,
  lead: null,
  next: [],
  headlines: [],
  analyses: [],
  corrections: [],
  note: [],
  profile: null,
  past: [],
}

/** If the lead was withdrawn, the next story leads, and the withdrawn one is mentioned below. */
function frontView({ edition, news, analyses, corrections, note, profile, past }: FrontPage, frame: Frame) {
  const lead = notWithdrawn(news)[0] ?? null
  const rest = news.filter((entry) => entry !== lead).map((entry) => storyView(entry, frame))
  return {
    edition: { ...editionView(edition, frame), count: notWithdrawn(news).length },
    lead: lead && storyView(lead, frame),
    next: rest.slice(0, mostNext),
    headlines: rest.slice(mostNext, mostNext + mostHeadlines),
    analyses: analyses.map((entry) => storyView(entry, frame)),
    corrections: corrections.map((entry) => storyView(entry, frame)),
    note: note === null ? [] : note.split(/\n\s*\n/),
    profile: profile && profileView(profile, frame),
    past: frame.isArchiveOpen ? past.map((one) => editionView(one, frame)) : [],
  }
}

/** An edition for lists; with its digest's name if that is not the newsroom's. */
export function editionView(edition: ArchivedEdition, frame: Frame) {
  const { date, language, subject, digestName } = edition
  return {
    link: frame.path + editionPath(edition),
    date: date.toString(),
    day: dateIn(frame.language, { weekday: 'long', day: 'numeric', month: 'long' }, date),
    subject: subject ?? '',
    digest: digestName === frame.newsroom ? '' : digestName,
    lang: language === frame.language ? '' : language,
  }
}

/** A country profile for its box. */
export function profileView(
  { country, name, overview, link, linkText, flag, reviewed }: Profile,
  frame: Frame,
) {
  const date = Temporal.PlainDate.from(reviewed)
  return {
    name,
    paragraphs: overview.split(/\n\s*\n/),
    link: /^https?:\/\//i.test(link) ? link : '',
    linkText: linkText ?? '',
    flag: flag && { ...flag, src: absolute(frame.path, flag.src) },
    reviewed: dateIn(frame.language, { month: 'long', year: 'numeric' }, date),
    page: frame.isArchiveOpen ? frame.path + countryPath(country) : '',
  }
}
