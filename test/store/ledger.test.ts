import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Digest } from '../../src/core/entities/newsroom.ts'
import { approveFirst, at, monday, withDigest, withSubscriber } from './cast.ts'
import { dialects, type TestStore } from './dialects.ts'
import { inWords } from '../in-words.ts'
import { said } from '../../src/core/said/said.ts'

const now = at('2026-11-16T07:00Z')
const later = at('2026-11-16T07:01Z')
const first = (worker: string) => ({ worker, revision: 1, exclusions: 0 })
const lease = (worker: string) => ({ worker, until: at('2026-11-16T07:05Z') })

describe.each(dialects)('the ledger on $name', ({ open }) => {
  let home: TestStore
  let digest: Digest
  let editionId: number
  let people: number[]

  beforeEach(async () => {
    home = await open()
    digest = await withDigest(home.store)
    people = []
    for (const name of ['ada', 'ben', 'cleo'])
      people.push(await withSubscriber(home.store, digest.id, `${name}@example.org`))
    const edition = await home.store.editions.create({
      digestId: digest.id,
      date: monday,
      number: 0,
      opensAt: at('2026-11-14T06:30Z'),
      frozenAt: at('2026-11-16T06:30Z'),
      dueAt: now,
      createdAt: now,
    })
    editionId = edition?.id ?? 0
    await approveFirst(home.store, editionId)
    await home.store.revisions.start(editionId, now, now)
    await fanOut()
  })
  afterEach(() => home.drop())

  const all = () => ({ digestId: digest.id, after: 0, upTo: 1_000 })
  const fanOut = () =>
    home.store.fanOuts.add({ id: editionId, warmUpId: null, weekday: 1, dueAt: now, now }, all(), [])
  const counts = () => home.store.deliveries.counts(editionId)

  test('fanning out twice gives each subscriber one row', async () => {
    await fanOut()
    expect(await counts()).toEqual({ queued: 3 })
  })

  test('a row is claimed by only one worker', async () => {
    const first = await home.store.claims.claim(editionId, now, lease('a'), 2)
    const second = await home.store.claims.claim(editionId, now, lease('b'), 5)
    expect(first).toHaveLength(2)
    expect(second).toHaveLength(1)
  })

  test('a row that is not yet due is not claimed', async () => {
    expect(await home.store.claims.claim(editionId, at('2026-11-16T06:59Z'), lease('a'), 5)).toEqual([])
  })

  test.each([
    ['an unsubscribe', () => home.store.subscribers.move(1, 'active', 'unsubscribed', now)],
    ['a pause', () => home.store.subscribers.pause(1, at('2026-12-01T00:00Z'), null, now)],
    ['a suppression', () => suppressFirst()],
  ])('%s keeps a claimed row from becoming in flight, and skips it', async (_, withdraw) => {
    const claims = await home.store.claims.claim(editionId, now, lease('a'), 3)
    await withdraw()
    const marked = await home.store.claims.markInflight(claims, first('a'), later)
    expect([...marked].sort((a, b) => a - b)).toEqual(people.slice(1))
    await home.store.claims.skipWithdrawn(editionId, people, later)
    expect(await counts()).toEqual({ inflight: 2, skipped: 1 })
  })

  const suppressFirst = async () => {
    const [first] = await home.store.subscribers.page({
      digestId: digest.id,
      afterId: 0,
      count: 1,
      status: null,
    })
    expect(first?.subscriberId).toBe(people[0])
    const hash = Buffer.from('ada@example.org').toString('hex').slice(0, 32).padEnd(32, '0')
    await home.store.suppressions.add(hash, 'bounced', now)
  }

  test('a stopped edition lets no row become in flight', async () => {
    const claims = await home.store.claims.claim(editionId, now, lease('a'), 3)
    await home.store.editions.abandon(editionId, 'sending', { reason: 'test', carried: true, at: now })
    expect(await home.store.claims.markInflight(claims, first('a'), later)).toEqual(new Set())
  })

  test('paused sending lets no row become in flight', async () => {
    const claims = await home.store.claims.claim(editionId, now, lease('a'), 3)
    await home.store.sendingSettings.putPause({ reason: 'a copy', by: 'cli', at: now })
    expect(await home.store.claims.markInflight(claims, first('a'), later)).toEqual(new Set())
  })

  test('a worker with an expired lease cannot send what another took over', async () => {
    const stale = await home.store.claims.claim(editionId, now, lease('a'), 3)
    await home.store.claims.recover(editionId, 'a', at('2026-11-16T07:06Z'))
    const fresh = await home.store.claims.claim(editionId, later, lease('b'), 3)
    expect(fresh).toHaveLength(3)
    expect(await home.store.claims.markInflight(stale, first('a'), later)).toEqual(new Set())
    expect((await home.store.claims.markInflight(fresh, first('b'), later)).size).toBe(3)
  })

  test('rows in flight of a dead worker become unknown, its claimed rows are released', async () => {
    const claims = await home.store.claims.claim(editionId, now, lease('a'), 3)
    await home.store.claims.markInflight(claims.slice(0, 1), first('a'), later)
    expect(await home.store.claims.recover(editionId, 'a', later)).toEqual({ unknown: 1 })
    expect(await counts()).toEqual({ unknown: 1, queued: 2 })
  })

  test('finishing with an outdated fence changes nothing', async () => {
    const [claim] = await home.store.claims.claim(editionId, now, lease('a'), 1)
    if (!claim) throw new Error('nothing was claimed')
    const finish = {
      from: 'claimed',
      to: 'failed',
      reply: '550 no',
      reason: null,
      variant: null,
      nextAttemptAt: null,
    } as const
    await home.store.claims.finish([{ ...finish, claim: { ...claim, fence: claim.fence - 1 } }], later)
    expect(await counts()).toEqual({ claimed: 1, queued: 2 })
    await home.store.claims.finish([{ ...finish, claim }], later)
    expect(await counts()).toEqual({ failed: 1, queued: 2 })
  })

  test('a suppressed address gets its row as skipped, with the reason', async () => {
    await suppressFirst()
    const flash = await home.store.editions.create({
      digestId: digest.id,
      date: monday,
      number: 1,
      opensAt: now,
      frozenAt: later,
      dueAt: later,
      createdAt: later,
    })
    await home.store.fanOuts.add(
      { id: flash?.id ?? 0, warmUpId: null, weekday: 1, dueAt: later, now: later },
      all(),
      [],
    )
    const rows = await home.store.deliveries.list({ editionId: flash?.id ?? 0, status: 'skipped', count: 10 })
    expect(inWords(rows.map((row) => [row.email, row.reason]))).toEqual([
      ['ada@example.org', 'suppressed: bounced'],
    ])
  })

  test('only unknown rows are resolved', async () => {
    const key = { editionId, subscriberId: people[0] ?? 0 }
    const settled = () =>
      home.store.deliveries.settle(key, 'sent', {
        reason: said('settled-as', { as: 'sent', by: 'cli', why: 'it arrived' }),
        at: later,
      })
    expect(await settled()).toBe(false)
    const claims = await home.store.claims.claim(editionId, now, lease('a'), 3)
    await home.store.claims.markInflight(claims, first('a'), later)
    await home.store.claims.recover(editionId, 'a', later)
    expect([await settled(), await settled()]).toEqual([true, false])
    expect(await home.store.deliveries.counts(editionId)).toEqual({ sent: 1, unknown: 2 })
  })

  test('the last delivery is the newest that counts, and before the edition', async () => {
    const claims = await home.store.claims.claim(editionId, now, lease('a'), 1)
    await home.store.claims.markInflight(claims, first('a'), later)
    const [claim] = claims
    if (!claim) throw new Error('nothing was claimed')
    await home.store.claims.finish(
      [
        {
          claim,
          from: 'inflight',
          to: 'sent',
          reply: '250 ok',
          reason: null,
          variant: 'v',
          nextAttemptAt: null,
        },
      ],
      later,
    )
    const last = await home.store.deliveries.lastDeliveries(digest.id, at('2026-11-17T06:30Z'), people)
    expect([...last.keys()]).toEqual([claim.subscriberId])
    expect(last.get(claim.subscriberId)?.frozenAt.toString()).toBe('2026-11-16T06:30:00Z')
    expect(await home.store.deliveries.lastDeliveries(digest.id, at('2026-11-16T06:30Z'), people)).toEqual(
      new Map(),
    )
  })
})
