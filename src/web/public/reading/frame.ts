import { dateIn } from '../../../core/text/date-format.ts'
import { contactOf } from '../../../core/entities/contact.ts'
import type { Newsroom, Topic } from '../../../core/entities/newsroom.ts'
import { directionOf } from '../../../core/text/direction.ts'
import { publicNewsroom } from '../../../services/archive/public-newsroom.ts'
import { wordsOf } from '../../../wording/wording.ts'
import { contentHash } from '../../kit/views/content-hash.ts'
import type { WebContext } from '../../web-context.ts'
import { challengeScript } from '../joining/challenge.ts'
import { signUpBox } from '../sign-up-box.ts'
import { topicPath } from './addresses.ts'
import type { SharedView } from './sharing.ts'

/** What all reading pages have in common: masthead, navigation, footer. */
export interface Frame {
  /** The newsroom's (BCP 47). */
  language: string
  direction: 'ltr' | 'rtl'
  /** The path of the public URL, which is that of the front page. */
  path: string
  /** With a trailing slash. */
  publicUrl: string
  isSetUp: boolean
  newsroom: string
  tagline: string
  publisher: string
  address: string
  contact: string
  analysisTitle: string
  topics: { id: string; name: string; description: string; link: string; class: string }[]
  timeZone: string
  /** The date that the page is relative to. */
  today: Temporal.PlainDate
  isArchiveOpen: boolean
  styles: string[]
  ownPages: { link: string; name: string }[]
  signUp: Awaited<ReturnType<typeof signUpBox>>
  /** The script of the sign-up form; empty if it needs none. */
  script: string
}

/** The page's own part of what the layout shows. */
export interface PageHead {
  /** The title in the browser tab, before the newsroom's name; empty on the front page. */
  title: string
  /** One sentence for search engines and link previews. */
  description: string
  /** Below the public URL. */
  canonicalPath: string
  /** The topic whose page it is. */
  currentTopic: string
  shared: SharedView
  /** The path of its feeds, without their extensions; null if it has none. */
  feeds: string | null
  /** Excluded from search engines. */
  isUnlisted: boolean
}

/** Reads the frame; `timeZone` and `today` are those of the edition that a page shows. */
export async function readFrame(
  site: WebContext,
  shown: { timeZone: string; date: Temporal.PlainDate } | null = null,
): Promise<Frame> {
  const { context, path } = site
  const { newsroom, language, topics, ...publicData } = await publicNewsroom(context)
  const timeZone = shown?.timeZone ?? publicData.timeZone
  return {
    language,
    direction: directionOf(language).direction,
    path,
    isSetUp: newsroom !== null,
    publicUrl: context.settings.publicUrl,
    ...namesOf(newsroom),
    topics: topics.map(({ id, name, description }, at) => ({
      id,
      name,
      description,
      link: path + topicPath(id),
      class: `topic-${at}`,
    })),
    timeZone,
    today: shown?.date ?? context.clock.now().toZonedDateTimeISO(timeZone).toPlainDate(),
    isArchiveOpen: !context.settings.isArchiveClosed,
    styles: [site.pages.style.name, site.reading.style.name, topicsStyleName(topics)].map(
      (name) => path + name,
    ),
    ownPages: site.newsroom
      .ownPages()
      .map((name) => ({ link: path + name, name: wordsOf('pages', language).say(`page-${name}`) })),
    signUp: await signUpBox(site, newsroom, language),
    script: challengeScript(site),
  }
}

function namesOf(newsroom: Newsroom | null) {
  return {
    newsroom: newsroom?.name ?? 'Daywire',
    tagline: newsroom?.tagline ?? '',
    publisher: newsroom?.publisher ?? '',
    address: newsroom?.address ?? '',
    contact: newsroom ? contactOf(newsroom) : '',
    analysisTitle: newsroom?.analysisTitle ?? '',
  }
}

const color = (text: string): string => (/^#[0-9a-f]{3,8}$/i.test(text) ? text : 'inherit')

/** The colours of the topics, which the newsroom defines. */
export function topicsStyle(topics: readonly Topic[]): string {
  const rules = (scheme: 'light' | 'dark') =>
    topics.map((topic, at) => `.topic-${at}{color:${color(topic.color[scheme])}}`).join('\n')
  return `${rules('light')}\n@media (prefers-color-scheme:dark){\n${rules('dark')}\n}\n`
}

export const topicsStyleName = (topics: readonly Topic[]): string =>
  `topics-${contentHash(topicsStyle(topics))}.css`

/** A page in its frame. */
export function showPage(
  site: WebContext,
  template: string,
  frame: Frame,
  head: PageHead,
  view: object,
): string {
  const { title } = head
  return site.reading.render(template, {
    ...frame,
    ...head,
    ...view,
    topics: frame.topics.map((topic) => ({ ...topic, isCurrent: topic.id === head.currentTopic })),
    title: title === '' ? frame.newsroom : `${title} – ${frame.newsroom}`,
    heading: title,
    dateText: dateIn(frame.language, { dateStyle: 'full' }, frame.today),
    date: frame.today.toString(),
    canonical: frame.publicUrl + encodeURI(head.canonicalPath),
    feedLinks:
      head.feeds === null || !frame.isArchiveOpen
        ? null
        : { atom: `${frame.path}${head.feeds}feed.atom`, json: `${frame.path}${head.feeds}feed.json` },
  })
}
