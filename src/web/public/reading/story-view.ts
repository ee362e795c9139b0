import { dateIn } from '../../../core/text/date-format.ts'
import { directionOf } from '../../../core/text/direction.ts'
import type { ArchiveEntry } from '../../../core/entities/archive/archive.ts'
import type { Picture, Rendition } from '../../../core/entities/story.ts'
import { absolute, storyInEditionPath, storyPath } from '../../../core/links.ts'
import { withoutTracking } from '../../../core/text/tracking.ts'
import { wordsOf } from '../../../wording/wording.ts'
import { countryPath } from './addresses.ts'
import type { Frame } from './frame.ts'

/** A story for the templates of reading pages; empty texts are not shown. */
export interface StoryView {
  isWithdrawn: boolean
  /** Shown instead of a withdrawn story. */
  tombstone: string
  headline: string
  summary: string
  why: string
  /** Our own page, otherwise that of its source; empty if there is none. */
  link: string
  topic: { name: string; link: string; class: string } | null
  country: { name: string; link: string } | null
  source: string
  byline: string
  time: { iso: string; text: string }
  also: { name: string; link: string; comma: string }[]
  picture: PictureView | null
  corrected: string
  /** The language and direction, if they differ from the page's. */
  lang: string
  dir: string
  /** Its anchor on the page of its edition. */
  place: string
  day: string
}

export interface PictureView {
  src: string
  width: number
  height: number
  thumb: { src: string; width: number; height: number }
  alt: string
  caption: string
  credit: string
}

/** An http or https URL; empty for any other. */
const webLink = (link: string | null): string =>
  link !== null && /^https?:\/\//i.test(link) ? withoutTracking(link) : ''

export function storyView(entry: ArchiveEntry, frame: Frame): StoryView {
  const { story, edition, withdrawnAt } = entry
  const { say } = wordsOf('pages', frame.language)
  const topic = frame.topics.find(({ id }) => story.topics.includes(id)) ?? null
  const [country] = story.countries
  const isForeign = story.language !== frame.language
  const own = story.slug === null ? '' : frame.path + storyPath(story.slug)
  const time = storyTimeView(story.at, frame)
  return {
    isWithdrawn: withdrawnAt !== null,
    tombstone: withdrawnAt === null ? '' : say('withdrawnOn', { day: dayOf(withdrawnAt, frame) }),
    headline: story.headline,
    summary: story.summary,
    why: story.why ?? '',
    link: own === '' ? webLink(story.link) : own,
    topic,
    country: country ? { name: country.name, link: frame.path + countryPath(country.code) } : null,
    source: story.sourceName,
    byline: story.byline === story.sourceName ? '' : (story.byline ?? ''),
    time,
    also: story.also
      .flatMap(({ name, link }) => (webLink(link) === '' ? [] : [{ name, link: webLink(link) }]))
      .map((one, at) => ({ ...one, comma: at > 0 ? ', ' : '' })),
    picture: story.picture && pictureView(story.picture, frame),
    corrected:
      story.correctedOn === null ? '' : say('correctedOn', { day: dateText(story.correctedOn, frame) }),
    lang: isForeign ? story.language : '',
    dir: isForeign ? directionOf(story.language).direction : '',
    place: frame.path + storyInEditionPath(edition, story.storyId),
    day: dateText(edition.date, frame),
  }
}

export function pictureView({ large, thumb, alt, caption, credit }: Picture, frame: Frame): PictureView {
  const placed = ({ src, width, height }: Rendition) => ({ src: absolute(frame.path, src), width, height })
  return { ...placed(large), thumb: placed(thumb), alt, caption: caption ?? '', credit: credit ?? '' }
}

const dateText = (date: Temporal.PlainDate, { language }: Frame): string =>
  dateIn(language, { dateStyle: 'long' }, date)

const dayOf = (at: Temporal.Instant, frame: Frame): string =>
  dateText(at.toZonedDateTimeISO(frame.timeZone).toPlainDate(), frame)

/** "Fri 12:05" within the week before the page's day, otherwise the date. */
function storyTimeView(at: Temporal.Instant, { language, timeZone, today }: Frame): StoryView['time'] {
  const then = at.toZonedDateTimeISO(timeZone)
  const days = then.toPlainDate().until(today).days
  const isNear = days >= 0 && days < 6
  const text = isNear
    ? `${dateIn(language, { weekday: 'short' }, then.toPlainDate())} ${then.toPlainTime().toString({ smallestUnit: 'minute' })}`
    : dateIn(language, { dateStyle: 'medium' }, then.toPlainDate())
  return { iso: at.toString({ smallestUnit: 'second' }), text }
}
