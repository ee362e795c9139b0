import { describe, expect, test } from 'vitest'
import {
  applied,
  type Change,
  type ChangePlace,
  conflictsOf,
  type MadeChange,
  type Touch,
  undoing,
  whatPrevents,
  type Value,
} from '../../../src/core/entities/changes/change.ts'
import { firstPlace } from '../../../src/core/entities/changes/place.ts'
import { keyFrom, keyText } from '../../../src/core/entities/changes/touch-key.ts'
import { type Placed, touchesOf, touchKeys } from '../../../src/core/entities/changes/touches.ts'

const at: ChangePlace = { digestId: 1, date: Temporal.PlainDate.from('2026-11-23'), editionId: 7 }
const now = Temporal.Instant.from('2026-11-23T06:30Z')
const stories = [11, 12, 13, 14, 15, 16]
const pool = [...stories, 21, 22]
const topics = ['nuclear', 'missiles', 'biological']

function chance(seed: number): () => number {
  let state = seed + 1
  return () => {
    state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647
    return state / 2_147_483_647
  }
}

/** An edition as nothing but its values; everything that a change touches is one of them. */
class Room {
  values = new Map<string, Value>()
  log: (MadeChange & { seen: number })[] = []

  constructor() {
    for (const [index, story] of stories.entries())
      this.values.set(`edition:7/story:${story}/place`, firstPlace(index))
    for (const story of pool) {
      this.values.set(`edition:7/story:${story}/topics`, ['nuclear'])
      this.values.set(`edition:7/story:${story}/also`, [])
      this.values.set(`edition:7/story:${story}/pin`, false)
    }
  }

  order(): Placed[] {
    return pool
      .map((storyId) => ({
        storyId,
        section: 'news',
        place: this.values.get(`edition:7/story:${storyId}/place`),
      }))
      .filter((one): one is Placed => typeof one.place === 'string')
      .sort((a, b) => (a.place < b.place ? -1 : 1))
  }

  value = (key: string): Value =>
    key === 'edition:7/lead' ? (this.order()[0]?.storyId ?? null) : (this.values.get(key) ?? null)

  /** Makes it where nothing that it touches was changed since `seen`; gives what became of it. */
  make(change: Change, account: number, seen: number): 'made' | 'refused' | 'nothing' {
    const touches = touchesOf(change, at, { value: this.value, order: this.order() })
    if (typeof touches === 'string' || touches.length === 0) return 'nothing'
    if (
      conflictsOf(
        touches,
        this.log.filter(({ id }) => id > seen),
      ).length > 0
    )
      return 'refused'
    this.write(touches, account, change.kind, null, seen)
    return 'made'
  }

  undo(made: MadeChange): boolean {
    if (
      whatPrevents(
        made,
        this.log.filter(({ id }) => id > made.id),
      ) !== null
    )
      return false
    this.write(undoing(made), 1, 'undo', made.id, this.log.length)
    return true
  }

  /** All but who leads, which follows from the places. */
  state = () =>
    [...this.values]
      .filter(([key, value]) => key !== 'edition:7/lead' && value !== null)
      .sort(([a], [b]) => (a < b ? -1 : 1))

  private write(
    touches: Touch[],
    account: number,
    kind: MadeChange['kind'],
    undoes: number | null,
    seen: number,
  ) {
    this.values = applied(this.values, touches)
    const actor = { kind: 'account', id: account } as const
    this.log.push({
      ...at,
      id: this.log.length + 1,
      revision: this.log.length + 2,
      actor,
      at: now,
      kind,
      undoes,
      touches,
      seen,
    })
  }
}

function anyChange(next: () => number): Change {
  const pick = <One>(of: readonly One[]): One => of[Math.floor(next() * of.length)] as One
  const story = pick(pool)
  const other = pick(pool)
  const also = [{ name: `Wire ${story}`, link: `https://wire.example.com/${story}` }]
  return pick<Change>([
    { kind: 'include', story, to: next() < 0.5 ? null : { before: other } },
    { kind: 'leave-out', story },
    { kind: 'move', story, to: next() < 0.5 ? { before: other } : { after: other } },
    { kind: 'lead', story },
    { kind: 'pin', story, pinned: next() < 0.5 },
    { kind: 'section', story, topic: pick(topics) },
    { kind: 'headline', story, text: `Headline ${Math.floor(next() * 99)}`, of: pick(['edition', 'story']) },
    { kind: 'note', text: `Note ${Math.floor(next() * 99)}` },
    { kind: 'hold', story, by: 'ed', reason: 'unclear', until: null },
    { kind: 'embargo', story, until: now.add({ hours: Math.ceil(next() * 9) }) },
    { kind: 'merge', story, into: other, also },
    { kind: 'split', story, from: other, also },
  ])
}

const seeds = Array.from({ length: 60 }, (_, seed) => seed)

describe('two editors at once', () => {
  test.each(seeds)('no change that was acknowledged is lost, whoever made it (%i)', (seed) => {
    const next = chance(seed)
    const changes = Array.from({ length: 60 }, () => ({
      change: anyChange(next),
      who: next() < 0.5 ? 1 : 2,
      lag: next() < 0.5 ? 0 : 3,
    }))
    const played = (swap: boolean) => {
      const room = new Room()
      const outcomes = changes.map(({ change, who, lag }) =>
        room.make(change, swap ? 3 - who : who, Math.max(0, room.log.length - lag)),
      )
      return { room, outcomes }
    }
    const { room, outcomes } = played(false)
    // The last acknowledged word on each thing is what stands.
    const last = new Map<string, Value>()
    for (const { touches } of room.log) for (const { key, after } of touches) last.set(key, after)
    for (const [key, value] of last) if (key !== 'edition:7/lead') expect(room.value(key)).toEqual(value)
    // And none was written over by somebody who had not seen it.
    for (const { touches, seen, id } of room.log)
      for (const { key, after } of touches)
        for (const unseen of room.log.filter((other) => other.id > seen && other.id < id))
          for (const theirs of unseen.touches) if (theirs.key === key) expect(theirs.after).toEqual(after)
    const swapped = played(true)
    expect(swapped.outcomes).toEqual(outcomes)
    expect(swapped.room.state()).toEqual(room.state())
    expect(outcomes).toContain('made')
  })

  test.each(seeds)(
    'with all taken back, in whatever order it can be, the edition is what it was (%i)',
    (seed) => {
      const next = chance(seed + 1_000)
      const room = new Room()
      const before = room.state()
      for (let count = 0; count < 40; count++) room.make(anyChange(next), 1 + (count % 2), room.log.length)
      let open = room.log.filter(({ kind }) => kind !== 'undo')
      while (open.length > 0) {
        const shuffled = open.map((made) => ({ made, at: next() })).sort((a, b) => a.at - b.at)
        const undone = shuffled.find(({ made }) => room.undo(made))?.made
        // One can always be taken back: the newest, at the least.
        expect(undone).toBeDefined()
        open = open.filter((made) => made !== undone)
      }
      expect(room.state()).toEqual(before)
    },
  )

  test('the second to touch a thing is refused with both texts, and told by whom', () => {
    const room = new Room()
    const words = (text: string): Change => ({ kind: 'headline', story: 12, text, of: 'edition' })
    expect(room.make(words('Hers'), 1, 0)).toBe('made')
    const touches = touchesOf(words('His'), at, { value: room.value, order: room.order() }) as Touch[]
    expect(conflictsOf(touches, room.log)).toEqual([
      {
        change: 1,
        key: 'edition:7/story:12/headline',
        mine: 'His',
        theirs: 'Hers',
        by: 'account:1',
        at: now,
      },
    ])
    expect(room.make(words('His'), 2, 0)).toBe('refused')
    expect(room.make(words('His'), 2, 1)).toBe('made')
    expect(room.make({ kind: 'note', text: 'Beside it' }, 1, 0)).toBe('made')
  })
})

test('a move says before or after a story, and goes there however others have moved', () => {
  const room = new Room()
  room.make({ kind: 'move', story: 16, to: { before: 11 } }, 1, 0)
  room.make({ kind: 'move', story: 13, to: { after: 16 } }, 2, 0)
  expect(room.order().map(({ storyId }) => storyId)).toEqual([16, 13, 11, 12, 14, 15])
  const ground = { value: room.value, order: room.order() }
  expect(touchesOf({ kind: 'move', story: 16, to: { before: 21 } }, at, ground)).toBe('no-such-place')
  expect(touchesOf({ kind: 'move', story: 21, to: { before: 11 } }, at, ground)).toBe('not-in-edition')
})

test('keys are written and read alike, for editions, days, digests and stories', () => {
  const wish: ChangePlace = { ...at, editionId: null }
  const keys = [at, wish].flatMap((place) => [
    ...touchKeys({ kind: 'lead', story: 12 }, place),
    ...touchKeys({ kind: 'merge', story: 12, into: 13, also: [] }, place),
    ...touchKeys({ kind: 'embargo', story: 12, until: null }, place),
  ])
  expect(keys).toContain('digest:1/2026-11-23/lead')
  expect(keys).toContain('digest:1/story:12/with:13')
  expect(keys).toContain('story:12/embargo')
  for (const key of keys) expect(keyText(keyFrom(key))).toBe(key)
  expect(() => keyFrom('digest:x/note')).toThrow('invalid touch key')
})
