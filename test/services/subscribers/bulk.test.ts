import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, subscriberActor } from '../../../src/core/entities/actor.ts'
import { allReaders, type ReaderFilter } from '../../../src/core/entities/readers/reader-filter.ts'
import type { BulkKind } from '../../../src/core/entities/readers/bulk-action.ts'
import { deleteOld } from '../../../src/services/retention/retention.ts'
import { confirmBulkAction } from '../../../src/services/subscribers/bulk/confirm-bulk-action.ts'
import { findBulkAction } from '../../../src/services/subscribers/bulk/find-bulk-action.ts'
import { freezeReaders } from '../../../src/services/subscribers/bulk/freeze-readers.ts'
import { runBulkActions } from '../../../src/services/subscribers/bulk/run-bulk-actions.ts'
import { dropBulkAction, undoBulkAction } from '../../../src/services/subscribers/bulk/undo-bulk-action.ts'
import { choose } from '../../../src/services/subscribers/choosing/choose.ts'
import { pauseSubscription } from '../../../src/services/subscribers/choosing/pause.ts'
import { unsubscribe } from '../../../src/services/subscribers/leaving/unsubscribe.ts'
import { resubscribe } from '../../../src/services/subscribers/managing/resubscribe.ts'
import { stopMailing } from '../../../src/services/subscribers/managing/stop-mailing.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { tagReader, untagReader } from '../../../src/services/subscribers/tags/tag-reader.ts'
import { bringIn } from '../imports/bring-in.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const nothing = { tag: '', until: '', reason: '', number: '' }

describe.each(dialects)('what is done to many readers at once, on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    for (const name of ['ada', 'bo', 'cy', 'di']) await room.reader(`${name}@x.example`)
  })
  afterEach(() => room.close())

  const { signal } = new AbortController()
  const freeze = (kind: BulkKind, changes: Partial<ReaderFilter> = {}) =>
    freezeReaders(
      room.app.context,
      { digest: room.digest, kind, target: { filter: { ...allReaders(room.digest.id), ...changes } } },
      commandActor,
    )
  const confirm = (id: number, typed: Partial<typeof nothing>) =>
    confirmBulkAction(room.app.context, id, { ...nothing, ...typed }, commandActor)
  const done = async (
    kind: BulkKind,
    typed: Partial<typeof nothing>,
    changes: Partial<ReaderFilter> = {},
  ) => {
    const id = await freeze(kind, changes)
    expect(await confirm(id, typed)).toEqual({ ok: true })
    await runBulkActions(room.app.context, signal)
    return id
  }
  const found = async (id: number) => (await findBulkAction(room.app.context, id, commandActor)).action
  const undone = async (id: number) => {
    expect(await undoBulkAction(room.app.context, id, commandActor)).toEqual({ ok: true })
    await runBulkActions(room.app.context, signal)
    return found(id)
  }
  const reader = async (id: number) => (await home.store.subscribers.byId(id))!
  const own = async (id: number) => subscriberActor(await reader(id))
  const statuses = async () => Promise.all([1, 2, 3, 4].map(async (id) => (await reader(id))?.status))
  const prefixOf = (value: string) => ({ text: { kind: 'prefix', value } }) as const
  const minute = () => room.clock.set(room.clock.now().add({ minutes: 1 }).toString())

  test('is frozen and counted first: who comes later is not among them, and nothing is done unconfirmed', async () => {
    const id = await freeze('stop')
    await room.reader('late@x.example')
    await runBulkActions(room.app.context, signal)
    expect(await found(id)).toMatchObject({ state: 'frozen', total: 4 })
    expect(await statuses()).toEqual(['active', 'active', 'active', 'active'])
    await confirm(id, { reason: 'asked by their office' })
    expect(await confirm(id, {})).toMatchObject({ ok: false, code: 'bulk-not-waiting' })
    await runBulkActions(room.app.context, signal)
    expect(await found(id)).toMatchObject({ state: 'done', total: 4, counts: { changed: 4, kept: {} } })
    expect((await reader(5)).status).toBe('active')
    expect(await home.store.audit.of('subscription:1', 1)).toMatchObject([
      { action: 'unsubscribe', actor: 'cli', detail: { bulk: id, reason: 'asked by their office' } },
    ])
    const dropped = await freeze('stop')
    await dropBulkAction(room.app.context, dropped, commandActor)
    expect(await confirm(dropped, {})).toMatchObject({ ok: false, code: 'bulk-not-waiting' })
  })

  test('leaves what a reader chose since, when it is done and when it is undone', async () => {
    const { context } = room.app
    const id = await freeze('pause')
    minute()
    const typed = { topics: ['nuclear'], days: [], hour: '', timeZone: '' }
    await choose(context, await reader(1), room.digest, typed, await own(1))
    expect(await confirm(id, { until: '' })).toMatchObject({ ok: false, field: 'until' })
    expect(await confirm(id, { until: '2026-11-01' })).toMatchObject({ ok: false, code: 'date-past' })
    await confirm(id, { until: '2026-12-24', reason: 'the office is closed' })
    await runBulkActions(context, signal)
    expect(await found(id)).toMatchObject({ counts: { changed: 3, kept: { 'own-choice': 1 } } })
    expect((await reader(1)).pausedUntil).toBeNull()
    expect((await reader(2)).pausedUntil?.toString()).toBe('2026-12-24T00:00:00Z')
    minute()
    await pauseSubscription(context, await reader(2), room.digest, '2026-12-31', await own(2))
    expect(await undone(id)).toMatchObject({ state: 'undone', counts: { undone: 2, undoKept: 1 } })
    expect((await reader(2)).pausedUntil?.toString()).toBe('2026-12-31T00:00:00Z')
    expect((await reader(3)).pausedUntil).toBeNull()
    expect(await undoBulkAction(context, id, commandActor)).toMatchObject({ code: 'bulk-not-undoable' })
  })

  test('tags, and an undo takes the tag only off those who had it not', async () => {
    const tag = await home.store.tags.ensure('Press', room.clock.now())
    await home.store.tags.put(tag.id, [1], room.clock.now())
    const id = await done('tag', { tag: 'press' })
    expect(await found(id)).toMatchObject({ counts: { changed: 3, kept: { 'as-it-is': 1 } } })
    const off = await done('untag', { tag: 'PRESS' }, { text: { kind: 'prefix', value: 'ada' } })
    expect(await home.store.tags.having(tag.id, [1, 2, 3, 4])).toEqual(new Set([2, 3, 4]))
    await undone(off)
    await undone(id)
    expect(await home.store.tags.having(tag.id, [1, 2, 3, 4])).toEqual(new Set([1]))
    expect(await confirm(await freeze('tag'), { tag: ' ' })).toMatchObject({
      field: 'tag',
      code: 'tag-needs-name',
    })
  })

  test('an undo leaves alone whom somebody stopped, tagged or paused anew, or a later list ended', async () => {
    const { context } = room.app
    const id = await done('stop', { reason: 'the pilot is over' })
    minute()
    await resubscribe(context, await reader(1), 'they wrote', commandActor)
    minute()
    await stopMailing(context, await reader(1), { reason: 'they left the house', never: false }, commandActor)
    const later = await done('resubscribe', { reason: 'a mistake' }, prefixOf('bo'))
    await undone(later)
    await bringIn(context, room.digest, 'email\ncy@x.example\n', { mode: 'never-mail' })
    minute()
    expect(await undone(id)).toMatchObject({ counts: { undone: 2, undoKept: 2 } })
    expect(await statuses()).toEqual(['unsubscribed', 'active', 'unsubscribed', 'active'])

    const back = await done('resubscribe', { reason: 'they wrote' }, prefixOf('ada'))
    await stopMailing(context, await reader(1), { reason: 'away', never: false }, commandActor)
    await resubscribe(context, await reader(1), 'back', commandActor)
    expect(await undone(back)).toMatchObject({ counts: { undone: 0, undoKept: 1 } })
    expect((await reader(1)).status).toBe('active')

    const tagged = await done('tag', { tag: 'press' }, prefixOf('ada'))
    const tag = await home.store.tags.ensure('Press', room.clock.now())
    await untagReader(context, await reader(1), tag.id, commandActor)
    await tagReader(context, await reader(1), 'PRESS', commandActor)
    expect(await undone(tagged)).toMatchObject({ counts: { undone: 0, undoKept: 1 } })
    expect(await home.store.tags.having(tag.id, [1])).toEqual(new Set([1]))

    const paused = await done('pause', { until: '2026-12-24' }, prefixOf('di'))
    for (const until of ['', '2026-12-24'])
      await pauseSubscription(context, await reader(4), room.digest, until, commandActor)
    expect(await undone(paused)).toMatchObject({ counts: { undone: 0, undoKept: 1 } })
    expect((await reader(4)).pausedUntil?.toString()).toBe('2026-12-24T00:00:00Z')
  })

  test('resubscribes, with a reason, neither who left by themselves nor who is not mailed', async () => {
    const { context } = room.app
    await unsubscribe(context, await reader(1), await own(1), 1)
    minute()
    const stopped = await done('stop', {})
    expect(await found(stopped)).toMatchObject({ counts: { changed: 3, kept: { 'as-it-is': 1 } } })
    await suppressAddress(context, 'bo@x.example', {
      reason: 'complained',
      actor: commandActor,
      dryRun: false,
    })
    minute()
    const id = await freeze('resubscribe')
    expect(await confirm(id, {})).toMatchObject({ field: 'reason', code: 'reason-missing' })
    await confirm(id, { reason: 'they were stopped by mistake' })
    await runBulkActions(context, signal)
    expect(await statuses()).toEqual(['unsubscribed', 'unsubscribed', 'active', 'active'])
    expect(await found(id)).toMatchObject({ counts: { changed: 2, kept: { 'left-self': 1, suppressed: 1 } } })
    const before = (await home.rows('select ended_at from subscriptions where id = 2'))[0]?.['ended_at']
    await undone(id)
    expect(await statuses()).toEqual(['unsubscribed', 'unsubscribed', 'unsubscribed', 'unsubscribed'])
    expect((await home.rows('select ended_at from subscriptions where id = 3'))[0]?.['ended_at']).toBe(before)
  })

  test('skips what waits for those who are stopped', async () => {
    await room.sending()
    await home.execute("update deliveries set status = 'queued' where status <> 'queued'")
    await done('stop', {}, { text: { kind: 'prefix', value: 'ada' } })
    expect(await home.rows('select status from deliveries order by subscriber_id')).toEqual([
      { status: 'skipped' },
      { status: 'queued' },
      { status: 'queued' },
      { status: 'queued' },
    ])
  })

  test('erases only who types the number, and cannot be undone', async () => {
    const id = await freeze('erase', { text: { kind: 'prefix', value: 'ada' } })
    expect(await confirm(id, { number: '4' })).toMatchObject({ field: 'number', code: 'bulk-number-differs' })
    await confirm(id, { number: '1' })
    await runBulkActions(room.app.context, signal)
    expect(await home.store.subscribers.byId(1)).toBeNull()
    expect(await found(id)).toMatchObject({ state: 'done', counts: { changed: 1 } })
    expect(await undoBulkAction(room.app.context, id, commandActor)).toMatchObject({
      code: 'bulk-not-undoable',
    })
  })

  test('continues where it was interrupted, each reader once, in any batch', async () => {
    await home.execute(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 7000)
      insert into subscribers (email, hash, created_at) select 'r' || i || '@y.example', 'h' || i, 0 from n`)
    await home.execute(`insert into subscriptions (subscriber_id, digest_id, status, topics, created_at, changed_at)
      select id, ${room.digest.id}, 'active', '[]', 0, 0 from subscribers where email like '%@y.example'`)
    const { context } = room.app
    const id = await freeze('tag')
    expect((await found(id)).state).toBe('freezing')
    /** Ends at the transaction of a number, as if the process were killed: it is rolled back. */
    const endsAt = (count: number) => {
      let left = count
      const store = {
        ...home.store,
        transaction: ((work) =>
          home.store.transaction(async (tx) => {
            const result = await work(tx)
            if (--left === 0) throw new Error('killed')
            return result
          })) as typeof home.store.transaction,
      }
      return { ...context, store }
    }
    await expect(runBulkActions(endsAt(1), signal)).rejects.toThrow('killed')
    await runBulkActions(context, signal)
    expect(await found(id)).toMatchObject({ state: 'frozen', total: 7004 })
    await confirm(id, { tag: 'many' })
    await expect(runBulkActions(endsAt(3), signal)).rejects.toThrow('killed')
    expect((await found(id)).counts.changed).toBe(1000)
    await runBulkActions(context, signal)
    expect(await found(id)).toMatchObject({ state: 'done', counts: { changed: 7004, kept: {} } })
    const audits = await home.rows("select count(*) as count from audit where action = 'tag'")
    expect(Number(audits[0]?.['count'])).toBe(7004)
    await expect(undone(id)).resolves.toMatchObject({ counts: { undone: 7004, undoKept: 0 } })
  })

  test('that fails holds up no other, and is gone on with', async () => {
    const broken = await freeze('stop')
    const other = await freeze('tag')
    await confirm(broken, { reason: 'asked by their office' })
    await confirm(other, { tag: 'many' })
    let isBroken = true
    const store = {
      ...home.store,
      transaction: ((work) => {
        if (!isBroken) return home.store.transaction(work)
        isBroken = false
        return Promise.reject(new Error('the disk is full'))
      }) as typeof home.store.transaction,
    }
    await expect(runBulkActions({ ...room.app.context, store }, signal)).rejects.toThrow('the disk is full')
    expect([(await found(broken)).state, (await found(other)).state]).toEqual(['running', 'done'])
    await runBulkActions(room.app.context, signal)
    expect(await found(broken)).toMatchObject({ state: 'done', counts: { changed: 4 } })
  })

  test('keeps what was before for thirty days', async () => {
    const id = await done('tag', { tag: 'x' })
    room.clock.set('2026-12-09T08:00Z')
    expect(await undoBulkAction(room.app.context, id, commandActor)).toMatchObject({
      code: 'bulk-not-undoable',
    })
    expect(await deleteOld(room.app.context, commandActor)).toMatchObject({ bulkRows: 4 })
  })
})
