import type { Actor } from '../../../../core/entities/actor.ts'
import type { Placing } from '../../../../core/entities/changes/change.ts'
import { embargoStory } from '../../../../services/editions/changing/stories/embargo-story.ts'
import { includeStory } from '../../../../services/editions/changing/stories/include-story.ts'
import { leadWithStory } from '../../../../services/editions/changing/stories/lead-with-story.ts'
import { leaveOutStory } from '../../../../services/editions/changing/stories/leave-out-story.ts'
import type { ChangeBasis, Changed } from '../../../../services/editions/changing/make-change.ts'
import { mergeStories } from '../../../../services/editions/changing/stories/merge-stories.ts'
import { moveStory } from '../../../../services/editions/changing/stories/move-story.ts'
import { pinStory } from '../../../../services/editions/changing/stories/pin-story.ts'
import { releaseStory } from '../../../../services/editions/changing/stories/release-story.ts'
import { splitStories } from '../../../../services/editions/changing/stories/split-stories.ts'
import { undoChange, undoOwnLast } from '../../../../services/editions/changing/undo-change.ts'
import type { WebContext } from '../../../web-context.ts'

/** What a button requests: a verb, the story or change that it applies to, and optionally another story. */
export interface Asked {
  verb: string
  id: number
  /** Before or after another story. */
  to: Placing | null
  /** The other story of a pair. */
  other: number
}

/** What is needed to make a change. */
export interface Making {
  context: WebContext['context']
  basis: ChangeBasis
  actor: Actor
}

/** The format of buttons: `lead 12`, `move 12 before 7`, `merge 12 with 7`. */
const written = /^([a-z-]+)(?: (\d{1,15}))?(?: (before|after|with) (\d{1,15}))?$/

/** Reads what a button requests; null if no button of ours does. */
export function askedIn(text: string): Asked | null {
  const [, verb, id = '0', way, other = '0'] = written.exec(text) ?? []
  if (verb === undefined) return null
  const story = Number(other)
  const to = way === 'before' ? { before: story } : way === 'after' ? { after: story } : null
  return { verb, id: Number(id), to, other: story }
}

export type Verb = (making: Making, asked: Asked) => Promise<Changed>

/** The changes that only need a button. */
export const pressed: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['in', ({ context, basis, actor }, { id, to }) => includeStory(context, basis, { story: id, to }, actor)],
  ['out', ({ context, basis, actor }, { id }) => leaveOutStory(context, basis, { story: id }, actor)],
  ['lead', ({ context, basis, actor }, { id }) => leadWithStory(context, basis, { story: id }, actor)],
  [
    'pin',
    ({ context, basis, actor }, { id }) => pinStory(context, basis, { story: id, pinned: true }, actor),
  ],
  [
    'unpin',
    ({ context, basis, actor }, { id }) => pinStory(context, basis, { story: id, pinned: false }, actor),
  ],
  ['move', moveTo],
  ['release', ({ context, basis, actor }, { id }) => releaseStory(context, basis, { story: id }, actor)],
  [
    'lift',
    ({ context, basis, actor }, { id }) => embargoStory(context, basis, { story: id, until: null }, actor),
  ],
  [
    'merge',
    ({ context, basis, actor }, { id, other }) =>
      mergeStories(context, basis, { story: id, into: other }, actor),
  ],
  [
    'split',
    ({ context, basis, actor }, { id, other }) =>
      splitStories(context, basis, { story: id, from: other }, actor),
  ],
  ['undo', ({ context, basis, actor }, { id }) => undoChange(context, basis, { change: id }, actor)],
  ['undo-last', ({ context, basis, actor }) => undoOwnLast(context, basis, actor)],
])

async function moveTo({ context, basis, actor }: Making, { id, to }: Asked): Promise<Changed> {
  if (!to) return { ok: false, code: 'no-such-place', params: { story: id } }
  return moveStory(context, basis, { story: id, to }, actor)
}
