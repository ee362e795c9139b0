import { placeBetween } from './place.ts'
import {
  type Also,
  type Change,
  type ChangePlace,
  isSame,
  type Placing,
  type Touch,
  type Value,
} from './change.ts'
import { keyText, type Scope } from './touch-key.ts'

/** A story of an edition with its position. */
export interface Placed {
  storyId: number
  place: string
  section: string
}

/** The state in which a change is made: current values, and the edition's stories in order. */
export interface Ground {
  value: (key: string) => Value
  order: readonly Placed[]
}

/** Why a change cannot be made in this state. */
export type Refusal = 'not-in-edition' | 'no-such-place'

/** The scopes for a place, under which a story's position, hold and texts are stored. */
function scopesOf({ digestId, date, editionId }: ChangePlace) {
  const day: Scope =
    editionId === null
      ? { kind: 'day', digest: digestId, date: date.toString() }
      : { kind: 'edition', id: editionId }
  return { day, digest: { kind: 'digest', digest: digestId }, everywhere: { kind: 'everywhere' } } as const
}

/** The keys that a change touches. */
export function touchKeys(change: Change, at: ChangePlace): string[] {
  const { day, digest, everywhere } = scopesOf(at)
  const key = (scope: Scope, story: number | null, aspect: string) => keyText({ scope, story, aspect })
  switch (change.kind) {
    case 'include':
    case 'add':
      return [
        key(day, change.story, 'place'),
        key(digest, change.story, 'hold'),
        ...(change.topic ? [key(day, change.story, 'topics')] : []),
      ]
    case 'leave-out':
    case 'move':
      return [key(day, change.story, 'place')]
    case 'lead':
      return [key(day, null, 'lead'), key(day, change.story, 'place')]
    case 'pin':
      return [key(day, change.story, 'pin')]
    case 'section':
      return [key(day, change.story, 'topics')]
    case 'headline':
    case 'summary':
    case 'why':
    case 'picture-text': {
      const own = at.editionId === null ? [] : [key(day, change.story, change.kind)]
      const every = change.of === 'story' || at.editionId === null
      return [...own, ...(every ? [key(everywhere, change.story, change.kind)] : [])]
    }
    case 'note':
      return [key(day, null, 'note')]
    case 'hour':
      return [key(day, null, 'hour')]
    case 'hold':
      return [key(digest, change.story, 'hold'), key(day, change.story, 'place')]
    case 'release':
      return [key(digest, change.story, 'hold')]
    case 'embargo':
      return [
        key(everywhere, change.story, 'embargo'),
        ...(change.until ? [key(day, change.story, 'place')] : []),
      ]
    case 'merge':
      return pairKeys(change.story, change.into)
    case 'split':
      return pairKeys(change.story, change.from)
  }

  function pairKeys(story: number, other: number): string[] {
    const decided = key(digest, story, `with:${other}`)
    return at.editionId === null ? [decided] : [decided, key(day, story, 'place'), key(day, other, 'also')]
  }
}

/** The touches of a change, or why it cannot be made. */
export function touchesOf(change: Change, at: ChangePlace, ground: Ground): Touch[] | Refusal {
  const refusal = at.editionId === null ? null : refusalOf(change, ground)
  if (refusal) return refusal
  return touchKeys(change, at)
    .map((key) => ({ key, before: ground.value(key), after: afterOf(key, change, at, ground) }))
    .filter(({ before, after }) => !isSame(before, after))
}

const inEdition: readonly Change['kind'][] = [
  'leave-out',
  'move',
  'lead',
  'pin',
  'section',
  'headline',
  'summary',
  'why',
  'picture-text',
]

function refusalOf(change: Change, { order }: Ground): Refusal | null {
  const has = (story: number) => order.some(({ storyId }) => storyId === story)
  if ('story' in change && inEdition.includes(change.kind) && !has(change.story)) return 'not-in-edition'
  if (change.kind === 'merge' && !has(change.into)) return 'not-in-edition'
  if (change.kind === 'split' && !has(change.from)) return 'not-in-edition'
  if (!('to' in change) || change.to === null) return null
  const beside = 'before' in change.to ? change.to.before : change.to.after
  return has(beside) && beside !== change.story ? null : 'no-such-place'
}

function afterOf(key: string, change: Change, at: ChangePlace, ground: Ground): Value {
  const isWish = at.editionId === null
  if (key.endsWith('/place')) return isWish ? wishedPlace(change) : placeOf(change, ground)
  if (key.endsWith('/hold')) return holdOf(key, change, ground)
  if ('topic' in change && change.topic && key.endsWith('/topics'))
    return isWish ? [change.topic] : firstOf(change.topic, topicsIn(ground.value(key)))
  switch (change.kind) {
    case 'lead':
      return change.story
    case 'pin':
      return change.pinned
    case 'headline':
    case 'summary':
    case 'why':
    case 'picture-text':
    case 'note':
      return change.text
    case 'hour':
      return change.at.toString()
    case 'embargo':
      return change.until?.toString() ?? null
    case 'merge':
      return key.endsWith('/also') ? withAlso(ground.value(key), change.also) : 'same'
    case 'split':
      return key.endsWith('/also') ? withoutAlso(ground.value(key), change.also) : 'apart'
    case 'include':
    case 'add':
    case 'section':
    case 'leave-out':
    case 'move':
    case 'hold':
    case 'release':
      return ground.value(key)
  }
}

function wishedPlace({ kind }: Change): Value {
  return kind === 'hold' || kind === 'embargo' ? null : kind === 'leave-out' ? 'out' : 'in'
}

function placeOf(change: Change, ground: Ground): Value {
  if (change.kind === 'include' || change.kind === 'add') {
    const current = ground.order.find(({ storyId }) => storyId === change.story)
    return current && change.to === null ? current.place : placeAt(change.story, change.to, ground)
  }
  if (change.kind === 'move') return placeAt(change.story, change.to, ground)
  if (change.kind === 'lead') return placeFirst(change.story, ground)
  if (change.kind === 'split') return placeAt(change.story, { after: change.from }, ground)
  return null
}

function placeAt(story: number, to: Placing | null, { order }: Ground): string {
  const others = order.filter(({ storyId }) => storyId !== story)
  const last = others.findLastIndex(({ section }) => section === 'news') + 1
  const beside = to === null ? null : 'before' in to ? to.before : to.after
  const found = others.findIndex(({ storyId }) => storyId === beside)
  const index = to === null ? last : 'before' in to ? found : found + 1
  return placeBetween(others[index - 1]?.place ?? null, others[index]?.place ?? null, story)
}

function placeFirst(story: number, ground: Ground): string {
  const [first] = ground.order.filter(({ section }) => section === 'news')
  if (first?.storyId === story) return first.place
  return placeAt(story, first ? { before: first.storyId } : null, ground)
}

function holdOf(key: string, change: Change, ground: Ground): Value {
  const current = ground.value(key)
  if (change.kind === 'hold')
    return { by: change.by, reason: change.reason, until: change.until?.toString() ?? null }
  if (change.kind !== 'release') return null
  return current === null || typeof current !== 'object' ? null : { ...current, until: change.at.toString() }
}

const topicsIn = (value: Value): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

const firstOf = (topic: string, topics: readonly string[]): string[] => [
  topic,
  ...topics.filter((other) => other !== topic),
]

const listed = (value: Value): Also[] => (Array.isArray(value) ? (value as Also[]) : [])

function withAlso(value: Value, more: readonly Also[]): Value {
  const known = new Set(listed(value).map(({ link }) => link))
  return [...listed(value), ...more.filter(({ link }) => !known.has(link))]
}

function withoutAlso(value: Value, gone: readonly Also[]): Value {
  const links = new Set(gone.map(({ link }) => link))
  return listed(value).filter(({ link }) => !links.has(link))
}
