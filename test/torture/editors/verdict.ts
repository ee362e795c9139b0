import type { MadeChange, Value } from '../../../src/core/entities/changes/change.ts'
import { isKept, isSame } from '../../../src/core/entities/changes/change.ts'
import { keyFrom } from '../../../src/core/entities/changes/touch-key.ts'
import { actorText } from '../../../src/core/entities/actor.ts'
import type { Answered } from './editor.ts'

/** The changes in the store, compared with what editors saw. */
export interface Verdict {
  /** Acknowledged changes that are not stored. */
  lost: number
  /** Changes beyond the requested ones. */
  twice: number
  /** Changes without an answer that were made. */
  unknown: number
  broken: string[]
}

const marks = /words-\d+ of/

/** Kinds that set words which occur in no other operation. */
const worded: readonly string[] = ['headline', 'summary', 'why', 'hold', 'note']
/** Kinds whose changes do not name the story of the operation. */
const ofNoStory: readonly string[] = ['undo', 'hour', 'note', 'add']

/** Identifies a change: who made it, its kind, whether it is a wish, the story, and the words that it sets. */
function nameOfChange({ actor, kind, editionId, touches }: MadeChange): string {
  const words = touches.flatMap(({ after }) => marks.exec(JSON.stringify(after)) ?? [])[0] ?? ''
  const story = ofNoStory.includes(kind) ? 0 : storyOf(touches)
  return [actorText(actor), kind, editionId === null, story, worded.includes(kind) ? words : ''].join(' ')
}

/** The story that was moved, or decided about. */
function storyOf(touches: MadeChange['touches']): number {
  const keys = touches.map(({ key, after }) => ({ ...keyFrom(key), after }))
  const lead = keys.find(({ aspect, story }) => aspect === 'lead' && story === null)
  if (lead && typeof lead.after === 'number') return lead.after
  const about = keys.find(({ aspect }) => aspect === 'place') ?? keys.find(({ aspect }) => aspect !== 'also')
  return about?.story ?? 0
}

/** Compares what editors saw with the changes that were made, one by one. */
export function compare(
  answered: readonly Answered[],
  made: readonly MadeChange[],
  actors: readonly string[],
): Verdict {
  const rows = Map.groupBy(made, nameOfChange)
  const asked = Map.groupBy(answered, ({ operation: { editor, kind, isWish, story, typed } }) =>
    [actors[editor], kind, isWish, story, (worded.includes(kind) && marks.exec(typed ?? '')?.[0]) || ''].join(
      ' ',
    ),
  )
  const verdict: Verdict = { lost: 0, twice: 0, unknown: 0, broken: [] }
  for (const name of new Set([...rows.keys(), ...asked.keys()])) {
    const all = asked.get(name) ?? []
    const least = all.filter(({ outcome }) => outcome === 'done').length
    const most = least + all.filter(({ outcome, unanswered }) => outcome !== 'done' && unanswered > 0).length
    const count = rows.get(name)?.length ?? 0
    verdict.lost += Math.max(0, least - count)
    verdict.twice += Math.max(0, count - most)
    verdict.unknown += Math.min(Math.max(0, count - least), most - least)
    if (count < least || count > most) verdict.broken.push(`${name}: ${count} changes of ${least} to ${most}`)
  }
  return verdict
}

const isOfEdition = (key: string): boolean => keyFrom(key).scope.kind === 'edition'

/** Checks that each change began with the value that the previous one of the same key left, and that the last one of each is in force. */
export function chain(
  made: readonly MadeChange[],
  before: ReadonlyMap<string, Value>,
  now: ReadonlyMap<string, Value>,
): string[] {
  const values = new Map(before)
  const broken: string[] = []
  for (const { id, kind, touches } of made)
    for (const { key, before: was, after } of touches.filter((touch) => isKept(touch.key))) {
      // A story that was included by a change had no value before.
      const known = values.has(key) || !isOfEdition(key) ? (values.get(key) ?? null) : was
      if (!isSame(was, known))
        broken.push(`change ${id} (${kind}) began from another ${key} than the change before it left`)
      values.set(key, after)
    }
  for (const [key, value] of values)
    if (!isSame(value, now.get(key) ?? null)) broken.push(`${key} is not what the last change of it says`)
  return broken
}
