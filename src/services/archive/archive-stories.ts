import type { ArchivedStory, StoryToArchive } from '../../core/entities/archive/archive.ts'
import type { Item, Sheet } from '../../core/entities/sheet.ts'
import type { Picture, Story } from '../../core/entities/story.ts'
import { storyTime } from '../../core/entities/stories/story-time.ts'
import { folded, foldedWords, identifiersIn } from '../../core/text/folded-words.ts'
import { wholeHeadline, withoutCutOff } from '../../core/text/whole-sentences.ts'
import { plainText } from '../../curate/text/plain-text.ts'
import type { Context } from '../context.ts'
import { countryLabel, sourceLabel, topicLabel } from './labels.ts'

type Typeset = Context['renderer']['typeset']

/** Stories as an edition carries them, for storing and searching. `known`: as they were collected, by id. */
export function storiesToArchive(
  sheet: Sheet,
  items: readonly Item[],
  known: ReadonlyMap<number, Story>,
  typeset: Typeset,
): StoryToArchive[] {
  return items.map((item) => {
    const own = known.get(item.storyId) ?? null
    const story = archived(sheet, item, own, typeset)
    return { story, labels: labelsOf(story, sheet), words: wordsOf(story, own) }
  })
}

/** The labels and words by which a story of the archive is found; `own` is the story as it was collected or written here. */
export function foundBy(story: ArchivedStory, own: Story | null): { labels: string[]; words: string[] } {
  return { labels: labelNames(story).map(({ label }) => label), words: wordsOf(story, own) }
}

function wordsOf(story: ArchivedStory, own: Story | null): string[] {
  const text = textOf(story, own)
  return [...identifiersIn(text).map((one) => `id:${one}`), ...foldedWords(text)]
}

function archived(sheet: Sheet, item: Item, own: Story | null, typeset: Typeset): ArchivedStory {
  const { language } = sheet.digest
  const set = (text: string) => typeset(text, language)
  const orSet = (text: string | null) => (text === null ? null : set(text))
  const shown = sheet.topics.map(({ id }) => id)
  return {
    storyId: item.storyId,
    section: item.section,
    language,
    topics: item.topics.filter((topic) => shown.includes(topic)),
    countries: item.countries.map(({ code, name }) => ({ code, name: set(name) })),
    headline: wholeHeadline(set(item.headline)),
    summary: withoutCutOff(set(item.summary)),
    why: orSet(item.why),
    byline: orSet(item.byline),
    sourceName: set(item.sourceName),
    link: own?.slug ? (own.link ?? null) : item.link,
    slug: own?.slug ?? null,
    at: storyTime(item),
    picture: item.picture && setPicture(item.picture, set),
    also: item.also.map(({ name, link }) => ({ name: set(name), link })),
    correctedOn: item.follows?.kind === 'correction' ? sheet.date : null,
  }
}

function setPicture(picture: Picture, set: (text: string) => string): Picture {
  const { alt, caption, credit } = picture
  return {
    ...picture,
    alt: set(alt),
    caption: caption === null ? null : set(caption),
    credit: credit === null ? null : set(credit),
  }
}

/** The searchable text of a story: what its e-mails said, and its body, if that is our own. */
function textOf(story: ArchivedStory, own: Story | null): string {
  const { headline, summary, why, byline, sourceName, picture, also } = story
  const body = own?.slug && own.html ? plainText(own.html) : null
  return [headline, summary, why, byline, sourceName, picture?.caption, ...also.map(({ name }) => name), body]
    .filter(Boolean)
    .join(' \n ')
}

function labelsOf(story: ArchivedStory, sheet: Sheet): StoryToArchive['labels'] {
  const names = new Map(sheet.topics.map(({ id, name }) => [topicLabel(id), name]))
  return labelNames(story).map(({ label, name }) => ({ label, name: names.get(label) ?? name }))
}

/** Topics by their ids, because their names belong to a digest. */
function labelNames(story: ArchivedStory): StoryToArchive['labels'] {
  return [
    ...story.topics.map((topic) => ({ label: topicLabel(topic), name: topic })),
    ...story.countries.map(({ code, name }) => ({ label: countryLabel(code), name })),
    { label: sourceLabel(folded(story.sourceName)), name: story.sourceName },
  ].filter(({ label }) => !label.endsWith(':'))
}
