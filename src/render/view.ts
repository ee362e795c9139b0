import type { EarlierItem, Item, Sheet } from '../core/edition.ts'
import { absolute, editionPath } from '../core/links.ts'
import { withoutMarks } from '../core/slots.ts'
import { storyTime } from '../core/story-time.ts'
import { clip, oneLine } from '../core/text.ts'
import type { Words } from './words.ts'

/** What a story's templates see: strings alone, safe of marks; links are http(s) or null. */
export interface StoryView {
  id: number
  headline: string
  summary: string
  brief: string
  link: string | null
  byline: string | null
  sourceName: string
  sourceLine: string
  day: string
  also: { name: string; link: string }[]
  /** What it brings up to date or sets right, as it was carried. */
  follows: { headline: string; day: string; link: string | null; isUpdate: boolean } | null
  picture: {
    large: string
    thumb: string
    alt: string
    caption: string
    credit: string | null
    words: boolean
  } | null
}

export interface TopicView {
  id: string
  name: string
  light: string
  dark: string
  /** Its CSS class; ids of a newsroom's own making stay out of the style sheet. */
  class: string
}

/** What every template sees. */
export interface SheetView {
  newsroom: { name: string; tagline: string; publisher: string; address: string; analysisTitle: string }
  language: string
  date: string
  webUrl: string
  publicUrl: string
  topics: TopicView[]
}

const clean = (text: string) => oneLine(withoutMarks(text))

/** An http or https address without marks, else null. */
export function safeLink(link: string | null): string | null {
  return link !== null && /^https?:\/\//i.test(link) ? withoutMarks(link) : null
}

const color = (text: string) => (/^#[0-9a-fA-F]{3,8}$/.test(text) ? text : '#15181C')

export function sheetView(sheet: Sheet): SheetView {
  const { newsroom, digest, date, publicUrl } = sheet
  return {
    newsroom: {
      name: clean(digest.name),
      tagline: clean(newsroom.tagline),
      publisher: clean(newsroom.publisher),
      address: clean(newsroom.address),
      analysisTitle: clean(newsroom.analysisTitle),
    },
    language: digest.language,
    date: date.toLocaleString(digest.language, { dateStyle: 'full' }),
    webUrl: absolute(publicUrl, editionPath({ key: digest.key, date, number: sheet.number })),
    publicUrl,
    topics: sheet.topics.map((topic, index) => ({
      id: topic.id.replace(/[^\w-]/g, ''),
      name: clean(topic.name),
      light: color(topic.color.light),
      dark: color(topic.color.dark),
      class: `t${index}`,
    })),
  }
}

/** A story as templates show it, its times in the digest's zone and language. */
export function storyView(item: Item, sheet: Sheet): StoryView {
  const summary = clean(item.summary)
  const sourceName = clean(item.sourceName)
  const byline = item.byline === null ? null : clean(item.byline)
  const when = timeOf(item, sheet)
  return {
    id: item.storyId,
    headline: clean(item.headline),
    summary,
    brief: clip(summary, 140),
    link: safeLink(item.link),
    byline,
    sourceName,
    sourceLine: [sourceName, byline === sourceName ? null : byline, when].filter(Boolean).join(' · '),
    day: dayOf(storyTime(item), sheet),
    also: item.also.flatMap(({ name, link }) => {
      const safe = safeLink(link)
      return safe ? [{ name: clean(name), link: safe }] : []
    }),
    follows: item.follows
      ? {
          headline: clean(item.follows.headline),
          day: weekday(item.follows.on, sheet),
          link: safeLink(item.follows.link),
          isUpdate: item.follows.kind === 'update',
        }
      : null,
    picture: pictureView(item, sheet),
  }
}

function weekday(date: Temporal.PlainDate, sheet: Sheet): string {
  return date.toLocaleString(sheet.digest.language, { weekday: 'long', day: 'numeric', month: 'long' })
}

/** The day an earlier story was carried, in words. */
export function earlierDay(item: EarlierItem, sheet: Sheet): string {
  return weekday(item.editionDate, sheet)
}

/** The first country a story is about, for the label over its headline. */
export function countryOf(item: Item): string {
  return clean(item.countries[0]?.name ?? '')
}

/** "Since Monday", or the date where Monday could be another week's. */
export function sinceText(since: Temporal.PlainDate, sheet: Sheet, words: Words): string {
  const isNear = since.until(sheet.date).days < 7
  const day = since.toLocaleString(
    sheet.digest.language,
    isNear ? { weekday: 'long' } : { day: 'numeric', month: 'long' },
  )
  return words.say('since', { day })
}

function zoned(instant: Temporal.Instant, sheet: Sheet): Temporal.ZonedDateTime {
  return instant.toZonedDateTimeISO(sheet.digest.timeZone)
}

function dayOf(instant: Temporal.Instant, sheet: Sheet): string {
  return zoned(instant, sheet).toPlainDate().toLocaleString(sheet.digest.language, { dateStyle: 'long' })
}

function timeOf(item: Item, sheet: Sheet): string | null {
  if (!item.publishedAt) return null
  const at = zoned(storyTime(item), sheet)
  const time = at.toPlainTime().toString({ smallestUnit: 'minute' })
  if (at.toPlainDate().equals(sheet.date)) return time
  const year = at.year === sheet.date.year ? undefined : 'numeric'
  return `${at.toPlainDate().toLocaleString(sheet.digest.language, { day: 'numeric', month: 'short', year })}, ${time}`
}

function pictureView(item: Item, sheet: Sheet): StoryView['picture'] {
  if (!item.picture) return null
  const { large, thumb, alt, caption, credit } = item.picture
  const view = {
    large: withoutMarks(absolute(sheet.publicUrl, large.src)),
    thumb: withoutMarks(absolute(sheet.publicUrl, thumb.src)),
    alt: clean(alt),
    caption: clean(caption ?? ''),
    credit: credit === null ? null : clean(credit),
  }
  return { ...view, words: view.caption !== '' || view.credit !== null }
}
