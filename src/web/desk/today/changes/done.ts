import type { DeskDay } from '../../../../services/editions/viewing/day/desk-day.ts'
import type { Desk } from '../../frame/frame.ts'
import type { EditionView } from '../edition-view.ts'
import { sentence } from '../../../../wording/wording.ts'
import type { Reason } from '../../../../core/said/said.ts'

/** The notice after a change, if the query names one; for a story with a place it includes the current one. */
export function doneNotice(
  desk: Desk,
  query: unknown,
  { stories, pool, edition }: DeskDay,
  { lead, sections }: EditionView,
  why: Reason | null,
): { said: string; story: number } {
  const { done } = query as { done?: unknown }
  const code = typeof done === 'string' && codes.has(done) ? done : ''
  // The story's page may have been read meanwhile.
  const verb = code === 'added-unreadable' && why === null ? 'added' : code
  const story = storyNamed(query)
  if (verb === '') return { said: '', story: 0 }
  const item = stories.find(({ item: { storyId } }) => storyId === story)?.item
  const headline =
    item?.headline ??
    pool.flatMap((cluster) => cluster.stories).find(({ storyId }) => storyId === story)?.headline ??
    ''
  if (verb === 'nothing') return { said: desk.say('done-nothing'), story }
  if (!placing.has(verb) || !item) {
    const key = edition === null && wishes.has(verb) ? `wished-${verb}` : `done-${verb}`
    return { said: desk.say(key, { headline, why: sentence('en', why ?? '') }), story }
  }
  if (lead?.id === story) return { said: desk.say('stands-leading', { headline }), story }
  const section = sections.find(({ stories: rows }) => rows.some(({ id }) => id === story))
  const row = section?.stories.find(({ id }) => id === story)
  const name = section?.name || desk.say('analysis')
  return {
    said: desk.say('stands-in', { headline, place: row?.place ?? 0, count: row?.count ?? 0, section: name }),
    story,
  }
}

/** Changes whose notice includes the story's place. */
const placing = new Set(['in', 'move', 'lead', 'section', 'place', 'split'])
/** Changes that are wishes before the freeze. */
const wishes = new Set([
  'in',
  'out',
  'lead',
  'pin',
  'unpin',
  'section',
  'merge',
  'split',
  'added',
  'added-known',
])
const codes = new Set([
  ...placing,
  'out',
  'pin',
  'unpin',
  'hold',
  'release',
  'embargo',
  'lift',
  'merge',
  'words',
  'note',
  'hour',
  'undo',
  'taken-back',
  'nothing',
  'added',
  'added-already',
  'added-known',
  'added-awaited',
  'added-unreadable',
])

/** The story that the query names; 0 if it names none. */
export function storyNamed(query: unknown): number {
  const { story } = query as { story?: unknown }
  return /^\d{1,15}$/.test(String(story)) ? Number(story) : 0
}
