import type { ActorIdentity } from '../actor.ts'

/** A value that a change can set, as stored. */
export type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

/** Before or after another story, not at an index, because others may have moved meanwhile. */
export type Placing = { before: number } | { after: number }

/** A text applies to one edition, or to the story in all editions of all digests that are still to be composed. */
export type TextOf = 'edition' | 'story'

export type StoryText = 'headline' | 'summary' | 'why' | 'picture-text'

/** Another account of an event, named by a story. */
export type Also = { name: string; link: string }

/** What an editor changes in an edition, or wishes for the next one before it is frozen. */
export type Change =
  /** `add`: a story that an editor supplied. Without a place it comes last in its section; without a topic it is placed under its own. */
  | { kind: 'include' | 'add'; story: number; to: Placing | null; topic?: string | null }
  | { kind: 'leave-out'; story: number }
  | { kind: 'move'; story: number; to: Placing }
  | { kind: 'lead'; story: number }
  /** A pinned story is neither shortened nor left out to fit the size of an e-mail. */
  | { kind: 'pin'; story: number; pinned: boolean }
  | { kind: 'section'; story: number; topic: string }
  | { kind: StoryText; story: number; text: string | null; of: TextOf }
  | { kind: 'note'; text: string | null }
  | { kind: 'hour'; at: Temporal.Instant }
  | { kind: 'hold'; story: number; by: string; reason: string; until: Temporal.Instant | null }
  /** Ends a hold: the next edition treats the story as one of its own. */
  | { kind: 'release'; story: number; at: Temporal.Instant }
  | { kind: 'embargo'; story: number; until: Temporal.Instant | null }
  /** Merges a story into another of the same event, which lists it and the accounts it listed. */
  | { kind: 'merge'; story: number; into: number; also: Also[] }
  | { kind: 'split'; story: number; from: number; also: Also[] }

export type ChangeKind = Change['kind'] | 'undo'

/** The effect of a change on one value, identified by its key. */
export interface Touch {
  key: string
  before: Value
  after: Value
}

/** Where a change is made: in an edition, or as a wish for a digest's edition of a date. */
export interface ChangePlace {
  digestId: number
  date: Temporal.PlainDate
  /** Null before the freeze. */
  editionId: number | null
}

/** A change that was made. */
export interface MadeChange extends ChangePlace {
  id: number
  /** The revision that it produced; null for a wish. */
  revision: number | null
  actor: ActorIdentity
  at: Temporal.Instant
  kind: ChangeKind
  /** The change that it undoes. */
  undoes: number | null
  touches: Touch[]
}

/** A conflicting change made meanwhile, and the values that both set. */
export interface Conflict {
  change: number
  key: string
  mine: Value
  theirs: Value
  by: string
  at: Temporal.Instant
}

/** The changes made meanwhile that touch the same values differently; the newest for each. */
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

/** Compares values in their stored form. */
export const isSame = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The touches that undo a change. */
export function undoing(change: MadeChange): Touch[] {
  return change.touches.map(({ key, before, after }) => ({ key, before: after, after: before }))
}

/** The changes that are undone, and whose undo is not itself undone. */
export function undoneOf(changes: readonly MadeChange[]): Set<number> {
  const undone = new Set<number>()
  for (const { id, undoes } of [...changes].sort((a, b) => b.id - a.id))
    if (undoes !== null && !undone.has(id)) undone.add(undoes)
  return undone
}

/** Whether a touch is stored. The lead follows from the places: it is only compared to detect conflicts. */
export const isKept = (key: string): boolean => !/^edition:\d+\/lead$/.test(key)

/** The newest later change that prevents undoing a change: it touched the same values, or is its undo. Null if nothing does. */
export function whatPrevents(made: MadeChange, later: readonly MadeChange[]): MadeChange | null {
  const keys = new Set(made.touches.map(({ key }) => key).filter(isKept))
  const undone = undoneOf(later)
  const isInTheWay = ({ id, undoes, touches }: MadeChange): boolean =>
    id > made.id &&
    !undone.has(id) &&
    // An undo of a later change cancels out with it.
    (undoes === null || undoes <= made.id) &&
    touches.some(({ key }) => keys.has(key))
  return later.filter(isInTheWay).sort((a, b) => b.id - a.id)[0] ?? null
}

/** Applies touches to values. */
export function applied(values: ReadonlyMap<string, Value>, touches: readonly Touch[]): Map<string, Value> {
  const next = new Map(values)
  for (const { key, after } of touches) next.set(key, after)
  return next
}
