import type { ActorIdentity } from '../actor.ts'

/** Whatever a change can set, as it is stored. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

/** Before or after a story, never at an index: others may have moved meanwhile. */
export type Placing = { before: number } | { after: number }

/** A text belongs to one edition, or to the story in all digests' editions that are still to be composed. */
export type TextOf = 'edition' | 'story'

export type StoryText = 'headline' | 'summary' | 'why' | 'picture-text'

/** Another account of an event, as a story names it. */
export type Also = { name: string; link: string }

/** What an editor does to an edition, or wishes of the next one before it is frozen. */
export type Change =
  /** `add` is a story that an editor brought in. Without a place it comes last of its section, without a topic under its own. */
  | { kind: 'include' | 'add'; story: number; to: Placing | null; topic?: string | null }
  | { kind: 'leave-out'; story: number }
  | { kind: 'move'; story: number; to: Placing }
  | { kind: 'lead'; story: number }
  /** It is neither shortened nor left out for the size of an e-mail. */
  | { kind: 'pin'; story: number; pinned: boolean }
  | { kind: 'section'; story: number; topic: string }
  | { kind: StoryText; story: number; text: string | null; of: TextOf }
  | { kind: 'note'; text: string | null }
  | { kind: 'hour'; at: Temporal.Instant }
  | { kind: 'hold'; story: number; by: string; reason: string; until: Temporal.Instant | null }
  /** Ends a hold: the next edition takes the story as one of its own. */
  | { kind: 'release'; story: number; at: Temporal.Instant }
  | { kind: 'embargo'; story: number; until: Temporal.Instant | null }
  /** One event with another story, which names it and what it named. */
  | { kind: 'merge'; story: number; into: number; also: Also[] }
  | { kind: 'split'; story: number; from: number; also: Also[] }

export type ChangeKind = Change['kind'] | 'undo'

/** What one change does to one thing, by its key. */
export interface Touch {
  key: string
  before: Value
  after: Value
}

/** Where a change is made: in an edition, or as a wish for the edition that a digest is to have of a date. */
export interface ChangePlace {
  digestId: number
  date: Temporal.PlainDate
  /** Null before the freeze. */
  editionId: number | null
}

/** A change as it was made. */
export interface MadeChange extends ChangePlace {
  id: number
  /** The revision that it made; null for a wish. */
  revision: number | null
  actor: ActorIdentity
  at: Temporal.Instant
  kind: ChangeKind
  /** The change that it takes back. */
  undoes: number | null
  touches: Touch[]
}

/** A change that came between, and what both would have made of the same thing. */
export interface Conflict {
  change: number
  key: string
  mine: Value
  theirs: Value
  by: string
  at: Temporal.Instant
}

/** Of what changed meanwhile, what a change touches too; the newest of each thing. */
export function conflictsOf(touches: readonly Touch[], meanwhile: readonly MadeChange[]): Conflict[] {
  const mine = new Map(touches.map(({ key, after }) => [key, after]))
  const found = new Map<string, Conflict>()
  for (const { id, actor, at, touches: theirs } of [...meanwhile].sort((a, b) => a.id - b.id))
    for (const { key, after } of theirs) {
      const own = mine.get(key)
      if (own !== undefined && !isSame(own, after))
        found.set(key, { change: id, key, mine: own, theirs: after, by: nameOf(actor), at })
      else found.delete(key)
    }
  return [...found.values()]
}

const nameOf = (actor: ActorIdentity): string => ('id' in actor ? `${actor.kind}:${actor.id}` : actor.kind)

/** Equal as they are stored. */
export const isSame = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What takes a change back. */
export function undoing(change: MadeChange): Touch[] {
  return change.touches.map(({ key, before, after }) => ({ key, before: after, after: before }))
}

/** The changes that were taken back, and whose undo was not taken back itself. */
export function undoneOf(changes: readonly MadeChange[]): Set<number> {
  const undone = new Set<number>()
  for (const { id, undoes } of [...changes].sort((a, b) => b.id - a.id))
    if (undoes !== null && !undone.has(id)) undone.add(undoes)
  return undone
}

/** Who leads follows from the places: it is compared where two change it at once, but nothing is kept of it. */
export const isKept = (key: string): boolean => !/^edition:\d+\/lead$/.test(key)

/** Of the changes after one, the newest for which it cannot be taken back: it touched the same, or is its undo. Null where it can. */
export function whatPrevents(made: MadeChange, later: readonly MadeChange[]): MadeChange | null {
  const keys = new Set(made.touches.map(({ key }) => key).filter(isKept))
  const undone = undoneOf(later)
  const isInTheWay = ({ id, undoes, touches }: MadeChange): boolean =>
    id > made.id &&
    !undone.has(id) &&
    // With what it took back, it comes to nothing.
    (undoes === null || undoes <= made.id) &&
    touches.some(({ key }) => keys.has(key))
  return later.filter(isInTheWay).sort((a, b) => b.id - a.id)[0] ?? null
}

/** Sets what touches say. */
export function applied(values: ReadonlyMap<string, Value>, touches: readonly Touch[]): Map<string, Value> {
  const next = new Map(values)
  for (const { key, after } of touches) next.set(key, after)
  return next
}
