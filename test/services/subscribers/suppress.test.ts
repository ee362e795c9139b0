import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { addSubscriber } from '../../../src/services/subscribers/add-subscriber.ts'
import { removeSubscriber } from '../../../src/services/subscribers/remove-subscriber.ts'
import { listSuppressions } from '../../../src/services/subscribers/suppressions/list-suppressions.ts'
import {
  findSuppression,
  liftSuppression,
  suppressAddress,
} from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

const grounds = { reason: 'asked by phone', actor: commandActor, dryRun: false }
const plain = { erase: false, suppress: null, dryRun: false }

describe.each(dialects)('suppressed addresses, on $name', ({ open }) => {
  let room: TestNewsroom
  beforeEach(async () => {
    room = await testNewsroom(await open())
  })
  afterEach(() => room.close())

  const all = async () => Array.fromAsync(listSuppressions(room.app.context))
  const adding = (email: string, returning = false) => {
    const person = { email, name: '', topics: ['nuclear'], days: [], hour: '', timeZone: '' }
    return addSubscriber(room.app.context, room.digest, person, commandActor, returning)
  }
  const status = async (id: number) => (await room.app.context.store.subscribers.byId(id))?.status

  test('are suppressed once, with the first reason, and lifted once', async () => {
    const { context } = room.app
    expect(await suppressAddress(context, 'A@x.example', grounds)).toMatchObject({
      outcome: 'done',
      before: null,
    })
    const again = await suppressAddress(context, 'a@X.example', { ...grounds, reason: 'other' })
    expect(again).toMatchObject({ outcome: 'already', before: { reason: 'asked by phone' } })
    expect(await findSuppression(context, 'a@x.example')).toMatchObject({
      suppression: { reason: 'asked by phone', email: null },
    })
    expect(await adding('a@x.example', true)).toMatchObject({ ok: false, code: 'is-suppressed' })
    expect(await liftSuppression(context, 'a@x.example', grounds)).toMatchObject({ outcome: 'done' })
    expect(await liftSuppression(context, 'a@x.example', grounds)).toMatchObject({ outcome: 'already' })
    expect(await adding('a@x.example')).toMatchObject({ ok: true, outcome: 'added' })
  })

  test('are listed oldest first, page by page, with their address while somebody has it', async () => {
    const { context } = room.app
    await room.reader('known@x.example')
    room.clock.set('2026-11-09T09:00Z')
    for (let at = 0; at < 501; at += 1)
      await context.store.suppressions.add(`h${at}`, 'bulk', context.clock.now())
    room.clock.set('2026-11-09T08:00Z')
    await suppressAddress(context, 'known@x.example', grounds)
    const listed = await all()
    expect(listed).toHaveLength(502)
    expect(new Set(listed.map(({ hash }) => hash)).size).toBe(502)
    expect(listed[0]).toMatchObject({ email: 'known@x.example', reason: 'asked by phone' })
  })

  test('have their waiting e-mails skipped at once, with the reason', async () => {
    await room.reader('a@x.example')
    await room.reader('b@x.example')
    const edition = await room.sending()
    await suppressAddress(room.app.context, 'b@x.example', { ...grounds, dryRun: true })
    const skipped = { editionId: edition.id, status: 'skipped', count: 9 } as const
    expect(inWords(await room.app.context.store.deliveries.list(skipped))).toEqual([])
    await suppressAddress(room.app.context, 'b@x.example', grounds)
    expect(inWords(await room.app.context.store.deliveries.list(skipped))).toMatchObject([
      { email: 'b@x.example', reason: 'suppressed: asked by phone' },
    ])
  })

  test('a dry run of either reports the same and changes nothing', async () => {
    const { context } = room.app
    const dry = { ...grounds, dryRun: true }
    expect(await suppressAddress(context, 'a@x.example', dry)).toMatchObject({ outcome: 'done' })
    expect(await all()).toEqual([])
    await suppressAddress(context, 'a@x.example', grounds)
    expect(await liftSuppression(context, 'a@x.example', dry)).toMatchObject({ outcome: 'done' })
    expect(await all()).toHaveLength(1)
  })

  test.each([
    ['', 'reason-missing'],
    ['  ', 'reason-missing'],
    ['two\nlines', 'reason-refused'],
    ['x'.repeat(201), 'reason-refused'],
  ])('the reason %j is invalid', async (reason, code) => {
    const { context } = room.app
    const fault = { code: 'bad-input', says: { code } }
    await expect(suppressAddress(context, 'a@x.example', { ...grounds, reason })).rejects.toMatchObject(fault)
    await expect(liftSuppression(context, 'a@x.example', { ...grounds, reason })).rejects.toMatchObject(fault)
    expect(await all()).toEqual([])
  })

  test('removing can suppress, and also erase; only the hash remains', async () => {
    const { context } = room.app
    for (const email of ['a@x.example', 'b@x.example']) await room.reader(email)
    const dry = { erase: true, suppress: 'complained', dryRun: true }
    const said = { unsubscribed: 'done', suppressed: 'done', was: 'active' }
    expect(await removeSubscriber(context, room.digest, 'a@x.example', dry, commandActor)).toMatchObject(said)
    expect(await status(1)).toBe('active')
    expect(await all()).toEqual([])
    const both = { ...dry, dryRun: false }
    expect(await removeSubscriber(context, room.digest, 'a@x.example', both, commandActor)).toMatchObject(
      said,
    )
    const onlySuppress = { ...both, erase: false }
    expect(
      await removeSubscriber(context, room.digest, 'b@x.example', onlySuppress, commandActor),
    ).toMatchObject(said)
    expect(await status(1)).toBeUndefined()
    expect(await status(2)).toBe('unsubscribed')
    expect((await all()).map(({ email, reason }) => [email, reason])).toEqual(
      expect.arrayContaining([
        [null, 'complained'],
        ['b@x.example', 'complained'],
      ]),
    )
    expect(await adding('a@x.example')).toMatchObject({ ok: false, code: 'is-suppressed' })
  })

  test('an unsubscribed reader comes back only if the admin confirms, each time, that they asked for it', async () => {
    const { context } = room.app
    await room.reader('a@x.example', { topics: ['missiles'] })
    await removeSubscriber(context, room.digest, 'a@x.example', plain, commandActor)
    expect(await adding('a@x.example')).toMatchObject({ ok: false, code: 'has-unsubscribed' })
    expect(await status(1)).toBe('unsubscribed')
    expect(await adding('a@x.example', true)).toMatchObject({ ok: true, outcome: 'returned' })
    expect(await context.store.subscribers.byId(1)).toMatchObject({
      status: 'active',
      topics: ['nuclear'],
      endedAt: null,
      endedLink: null,
    })
    expect(await adding('a@x.example', true)).toMatchObject({ ok: true, outcome: 'known' })
  })
})
