import type { Item } from '../../../core/entities/sheet.ts'
import type { DeskDay, DeskStory } from '../../../services/editions/viewing/day/desk-day.ts'
import { sentence } from '../../../wording/wording.ts'
import type { ReadersByTopic } from '../../../services/editions/viewing/day/readers-by-topic.ts'

export type TopicNames = ReadonlyMap<string, string>

/** A row for a story of the edition; `up` and `down` are the requests of its buttons, empty if it cannot be moved further. */
export interface StoryRow {
  id: number
  place: number
  count: number
  headline: string
  source: string
  also: string
  link: string
  follows: string
  rank: number
  reasons: string
  isPinned: boolean
  isEdited: boolean
  up: string
  down: string
  topics: { id: string; name: string }[]
  countries: string
}

export interface SectionView {
  id: string
  name: string
  readers: number | null
  stories: StoryRow[]
}

/** The current edition: its lead, then each section in the digest's order. */
export interface EditionView {
  lead: (StoryRow & { summary: string; why: string; picture: string; pictureText: string }) | null
  sections: SectionView[]
}

export function editionView(
  { stories, digest }: Pick<DeskDay, 'stories' | 'digest'>,
  names: TopicNames,
  readers: ReadersByTopic,
): EditionView {
  const lead = stories.find(({ item }) => item.section === 'news') ?? null
  const rest = Map.groupBy(
    stories.filter((story) => story !== lead),
    ({ section }) => section,
  )
  const order = [...digest.topics, ...rest.keys()].filter((id, at, all) => all.indexOf(id) === at)
  const ordered = [...order.filter((id) => id !== 'analysis'), 'analysis']
  return {
    lead: lead && leadView(lead, names),
    sections: ordered.flatMap((id) => {
      const own = rest.get(id) ?? []
      if (own.length === 0) return []
      const rows = own.map((story, at) =>
        row(story, names, { before: own[at - 1], after: own[at + 1] }, at, own.length),
      )
      return [{ id, name: names.get(id) ?? '', readers: readers.topics.get(id) ?? null, stories: rows }]
    }),
  }
}

function leadView(lead: DeskStory, names: TopicNames) {
  const { item } = lead
  return {
    ...row(lead, names, {}, 0, 1),
    summary: item.summary,
    why: item.why ?? '',
    picture: pictureOf(item),
    pictureText: item.picture?.alt ?? '',
  }
}

/** A picture in our own storage; pictures on other sites are not shown on the desk. */
const pictureOf = ({ picture }: Item): string =>
  picture?.large.src.startsWith('media/') ? picture.large.src : ''

function row(
  { item, isPinned, source }: DeskStory,
  names: TopicNames,
  beside: { before?: DeskStory | undefined; after?: DeskStory | undefined },
  at: number,
  count: number,
): StoryRow {
  const id = item.storyId
  const move = (way: 'before' | 'after', other: DeskStory | undefined): string =>
    other ? `move ${id} ${way} ${other.item.storyId}` : ''
  return {
    id,
    place: at + 1,
    count,
    headline: item.headline,
    source: item.sourceName,
    also: item.also.map(({ name }) => name).join(', '),
    link: item.link ?? '',
    follows: item.follows ? (item.follows.kind === 'update' ? 'update' : 'correction') : '',
    rank: Math.round(item.score * 10) / 10,
    reasons: item.reasons.map((reason) => sentence('en', reason)).join(' · '),
    isPinned,
    isEdited: item.headline !== source.headline || item.summary !== source.summary,
    up: move('before', beside.before),
    down: move('after', beside.after),
    topics: item.topics.slice(0, 3).map((topic) => ({ id: topic, name: names.get(topic) ?? topic })),
    countries: item.countries.map(({ name }) => name).join(', '),
  }
}
