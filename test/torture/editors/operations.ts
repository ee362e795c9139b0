import { upTo } from '../chance.ts'

/** One thing that an editor does on the desk: a form, as it is submitted. */
export interface Operation {
  number: number
  /** 0 or 1. */
  editor: number
  /** The kind of the change that it makes. */
  kind: string
  /** The story that it is about; 0 for none. */
  story: number
  /** For the edition, or for the following day, which takes wishes. */
  isWish: boolean
  /** Appended to the page's URL. */
  action: '' | '/add'
  fields: Record<string, string>
  /** Typed words: they occur in no other operation, and a refusal must show them. */
  typed: string | null
}

/** What an operation can be about. */
export interface Cast {
  /** Stories of the edition, and those that may be included. */
  stories: readonly number[]
  /** Stories of the following day. */
  waiting: readonly number[]
  topics: readonly string[]
}

type Made = Pick<Operation, 'kind' | 'fields'> & Partial<Pick<Operation, 'action' | 'typed'>>
type Maker = (choose: {
  story: number
  other: number
  topic: string
  chance: () => number
  words: string
}) => Made

const pressed =
  (verb: string, kind: string): Maker =>
  ({ story }) => ({ kind, fields: { do: `${verb} ${story}` } })

const beside = (chance: () => number) => (chance() < 0.5 ? 'before' : 'after')

const reworded =
  (text: string): Maker =>
  ({ story, words, chance }) => ({
    kind: text,
    typed: words,
    fields: { do: `words ${story}`, [text]: words, of: chance() < 0.3 ? 'story' : 'edition' },
  })

const later = (chance: () => number) => `2040-01-${10 + upTo(chance, 9)}T08:00`

/** Also possible before the freeze. */
const wishes: readonly Maker[] = [
  pressed('in', 'include'),
  pressed('out', 'leave-out'),
  pressed('lead', 'lead'),
  pressed('pin', 'pin'),
  pressed('unpin', 'pin'),
  ({ story, topic }) => ({ kind: 'section', fields: { do: `section ${story}`, topic } }),
  ({ story, words }) => ({ kind: 'hold', typed: words, fields: { do: `hold ${story}`, reason: words } }),
  pressed('release', 'release'),
  ({ story, chance }) => ({
    kind: 'embargo',
    fields: { do: `embargo ${story}`, until: later(chance) },
  }),
  pressed('lift', 'embargo'),
  ({ story, other }) => ({ kind: 'merge', fields: { do: `merge ${story} with ${other}` } }),
  ({ story, other }) => ({ kind: 'split', fields: { do: `split ${story} with ${other}` } }),
  reworded('headline'),
  reworded('summary'),
  reworded('why'),
  () => ({ kind: 'undo', fields: { do: 'undo-last' } }),
  // The last page that was seen names a change.
  () => ({ kind: 'undo', fields: { do: 'undo ?' } }),
  ({ words, topic }) => ({
    kind: 'add',
    action: '/add',
    typed: words,
    fields: { headline: words, text: `What ${words} says.`, source: 'A desk', topic },
  }),
]

/** Possible only for an edition. */
const changes: readonly Maker[] = [
  ({ story, other, chance }) => ({
    kind: 'move',
    fields: { do: `move ${story} ${beside(chance)} ${other}` },
  }),
  ({ story, other, chance }) => ({
    kind: 'include',
    fields: { do: `place ${story}`, place: `${beside(chance)} ${other}` },
  }),
  ({ story, other }) => ({ kind: 'merge', fields: { do: `merge-with ${story}`, with: String(other) } }),
  ({ words }) => ({ kind: 'note', typed: words, fields: { do: 'note', note: words } }),
  ({ chance }) => ({
    kind: 'hour',
    fields: { do: 'hour', hour: `2${upTo(chance, 3)}:${10 + upTo(chance, 49)}` },
  }),
  () => ({ kind: 'hour', fields: { do: 'later' } }),
]

/** A number of operations, every kind in turn, with random stories; odd ones belong to the second editor. */
export function operations(count: number, chance: () => number, cast: Cast): Operation[] {
  const makers = [
    ...[...wishes, ...changes, ...wishes].map((make) => ({ make, isWish: false })),
    ...wishes.map((make) => ({ make, isWish: true })),
  ]
  const first = upTo(chance, makers.length)
  return Array.from({ length: count }, (_, number) => {
    // A step without a common divisor reaches each of them.
    const { make, isWish } = makers[(first + number * 11) % makers.length] ?? makers[0]!
    const pick = <T>(all: readonly T[]): T => all[upTo(chance, all.length) - 1] ?? all[0]!
    const from = isWish ? cast.waiting : cast.stories
    const story = pick(from)
    const words = `words-${number + 1} of <b>editor</b> & "${(chance() * 1e9).toFixed(0)}"`
    const choice = {
      story,
      other: pick(from.filter((id) => id !== story)),
      topic: pick(cast.topics),
      chance,
      words,
    }
    const { action = '', typed = null, ...made } = make(choice)
    const about = /^(?:undo|note|hour|later|add)/.test(made.fields['do'] ?? 'add') ? 0 : story
    return { number: number + 1, editor: number % 2, isWish, story: about, action, typed, ...made }
  })
}
