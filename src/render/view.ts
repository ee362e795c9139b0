import { contactOf } from '../core/entities/contact.ts'
import type { EarlierItem, Item, Sheet } from '../core/entities/sheet.ts'
import { absolute, editionPath } from '../core/links.ts'
import { ownPageLabels } from '../core/said/own-page-labels.ts'
import { dateIn } from '../core/text/date-format.ts'
import { withoutMarks } from '../core/text/slots.ts'
import { storyTime } from '../core/entities/stories/story-time.ts'
import { oneLine } from '../core/text/text.ts'
import { sentencesWithin, withoutCutOff, wholeHeadline } from '../core/text/whole-sentences.ts'
import { dayAndMonth, fullDate, longDate, timeOn, weekdayAndDay, zoneName } from './dates.ts'
import { directionOf, type Direction } from '../core/text/direction.ts'
import { typeset } from './typeset.ts'
import { sentence, type Words } from '../wording/wording.ts'

/** A story for templates: only strings, without slot marks; links are http(s) or null. */
export interface StoryView {
  id: number
  headline: string
  summary: string
  /** Whole sentences of the summary, up to 180 characters; a longer first sentence is kept whole. */
  brief: string
  /** A sentence that is understandable by itself, for "In brief". */
  line: string
  /** Why it matters, in an editor's words; shown if it is the lead. */
  why: string | null
  link: string | null
  byline: string | null
  sourceName: string
  sourceLine: string
  /** What follows the source's name: byline and time. */
  sourceMore: string
  day: string
  /** Day and byline. */
  dated: string
  also: { name: string; link: string }[]
  /** The story that it updates or corrects, as it was carried. */
  follows: {
    headline: string
    isRenamed: boolean
    day: string
    link: string | null
    isUpdate: boolean
  } | null
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
  /** Its CSS class; a newsroom's own ids are not used in the style sheet. */
  class: string
}

/** The context of all templates. */
export interface SheetView extends Direction {
  newsroom: {
    name: string
    tagline: string
    publisher: string
    address: string
    analysisTitle: string
    /** The address for replies. */
    contact: string
  }
  language: string
  date: string
  /** The zone of all times, shown once: "Times in Vienna (CET)". */
  zone: string
  /** The paragraphs of the editor's note; empty if there is none. */
  note: string[]
  webUrl: string
  /** The home page, where somebody who was forwarded an e-mail can subscribe. */
  publicUrl: string
  topics: TopicView[]
  /** The newsroom's own pages, such as its privacy notice. */
  pages: { label: string; link: string }[]
}

const clean = (text: string) => oneLine(withoutMarks(text))

/** An http(s) address without marks, otherwise null. */
export function safeLink(link: string | null): string | null {
  return link !== null && /^https?:\/\//i.test(link) ? withoutMarks(link) : null
}

const isSameLanguage = (one: string, other: string) =>
  one.split('-')[0]?.toLowerCase() === other.split('-')[0]?.toLowerCase()

const color = (text: string) => (/^#[0-9a-fA-F]{3,8}$/.test(text) ? text : '#15181C')

const briefLength = 180

export function sheetView(sheet: Sheet, words: Words): SheetView {
  const { newsroom, digest, date, publicUrl } = sheet
  return {
    newsroom: {
      name: clean(digest.name),
      // The tagline is in the newsroom's language, so it is omitted from a sheet in another.
      tagline: isSameLanguage(newsroom.language, digest.language) ? clean(newsroom.tagline) : '',
      publisher: clean(newsroom.publisher),
      address: clean(newsroom.address),
      analysisTitle: clean(newsroom.analysisTitle),
      contact: clean(contactOf(newsroom)),
    },
    language: digest.language,
    ...directionOf(digest.language),
    date: fullDate(date, digest.language),
    zone: words.say('timesIn', { zone: zoneOf(sheet) }),
    note: paragraphsOf(sheet.note ?? '', digest.language),
    webUrl: absolute(publicUrl, editionPath({ key: digest.key, date, number: sheet.number })),
    publicUrl,
    pages: sheet.ownPages.map((name) => ({
      label: sentence(digest.language, ownPageLabels[name]),
      link: absolute(publicUrl, name),
    })),
    topics: sheet.topics.map((topic, index) => ({
      id: topic.id.replace(/[^\w-]/g, ''),
      name: clean(topic.name),
      light: color(topic.color.light),
      dark: color(topic.color.dark),
      class: `t${index}`,
    })),
  }
}

function zoneOf({ date, digest }: Sheet): string {
  const noon = date.toZonedDateTime({
    timeZone: digest.timeZone,
    plainTime: Temporal.PlainTime.from('12:00'),
  })
  return zoneName(noon, digest.language)
}

function paragraphsOf(text: string, language: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => typeset(paragraph, language))
    .filter((paragraph) => paragraph !== '')
}

/** The summary's first sentence; the headline if the sentence is too short to be understood alone, or too long for a line. */
function lineOf(summary: string, headline: string): string {
  const first = sentencesWithin(summary, 0)
  return first.length >= 60 && first.length <= 200 ? first : headline
}

/** A headline as displayed and used in subjects. */
export function headlineOf({ headline }: Pick<Item, 'headline'>, { digest }: Sheet): string {
  return wholeHeadline(typeset(headline, digest.language))
}

/** A story for templates, with times in the digest's zone and language. */
export function storyView(item: Item, sheet: Sheet, words: Words): StoryView {
  const set = (text: string) => typeset(text, sheet.digest.language)
  const summary = withoutCutOff(set(item.summary))
  const headline = headlineOf(item, sheet)
  const sourceName = set(item.sourceName)
  const day = dayOf(storyTime(item), sheet)
  const formerHeadline = item.follows ? wholeHeadline(set(item.follows.headline)) : ''
  const byline = item.byline === null ? null : set(item.byline)
  const sourceMore = [byline === sourceName ? null : byline, timeOf(item, sheet)].filter(Boolean).join(' · ')
  return {
    id: item.storyId,
    headline,
    summary,
    brief: sentencesWithin(summary, briefLength),
    line: lineOf(summary, headline),
    why: item.why === null ? null : set(item.why),
    link: safeLink(item.link),
    byline,
    sourceName,
    sourceLine: [sourceName, sourceMore].filter(Boolean).join(' · '),
    sourceMore,
    day,
    dated: [day, byline].filter(Boolean).join(' · '),
    also: item.also.flatMap(({ name, link }) => {
      const safe = safeLink(link)
      return safe ? [{ name: set(name), link: safe }] : []
    }),
    follows: item.follows
      ? {
          headline: formerHeadline,
          isRenamed: formerHeadline !== headline,
          day: weekday(item.follows.on, sheet),
          link: safeLink(item.follows.link),
          isUpdate: item.follows.kind === 'update',
        }
      : null,
    picture: pictureView(item, sheet, words),
  }
}

function weekday(date: Temporal.PlainDate, sheet: Sheet): string {
  return weekdayAndDay(date, sheet.digest.language)
}

/** The day on which an earlier story was carried, in words. */
export function earlierDay(item: EarlierItem, sheet: Sheet): string {
  return weekday(item.editionDate, sheet)
}

/** The first country that a story is about, for the label above its headline. */
export function countryOf(item: Item): string {
  return clean(item.countries[0]?.name ?? '')
}

/** "Since Monday", or the date if Monday could be another week's. */
export function sinceText(since: Temporal.PlainDate, sheet: Sheet, words: Words): string {
  const isNear = since.until(sheet.date).days < 7
  const { language } = sheet.digest
  const day = isNear ? dateIn(language, { weekday: 'long' }, since) : dayAndMonth(since, language)
  return words.say('since', { day })
}

function zoned(instant: Temporal.Instant, sheet: Sheet): Temporal.ZonedDateTime {
  return instant.toZonedDateTimeISO(sheet.digest.timeZone)
}

function dayOf(instant: Temporal.Instant, sheet: Sheet): string {
  return longDate(zoned(instant, sheet).toPlainDate(), sheet.digest.language)
}

function timeOf(item: Item, sheet: Sheet): string | null {
  if (!item.publishedAt) return null
  return timeOn(sheet.date, zoned(storyTime(item), sheet), sheet.digest.language)
}

function pictureView(item: Item, sheet: Sheet, words: Words): StoryView['picture'] {
  if (!item.picture) return null
  const { large, thumb, alt, caption, credit } = item.picture
  const set = (text: string | null) => typeset(text ?? '', sheet.digest.language)
  const view = {
    large: withoutMarks(absolute(sheet.publicUrl, large.src)),
    thumb: withoutMarks(absolute(sheet.publicUrl, thumb.src)),
    alt: set(alt),
    caption: set(caption),
    credit: credit === null ? null : set(credit),
  }
  // If the picture is not displayed, its caption still needs a word for what it belongs to, but must not repeat itself.
  if (view.caption !== '' && (view.alt === '' || view.alt === view.caption)) view.alt = words.say('picture')
  return { ...view, words: view.caption !== '' || view.credit !== null }
}
