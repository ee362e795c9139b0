import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, type Actor } from '../../../src/core/entities/actor.ts'
import { choose } from '../../../src/services/subscribers/choosing/choose.ts'
import { findSubscription } from '../../../src/services/subscribers/find-subscription.ts'
import { changeAddresses } from '../../../src/services/subscribers/managing/change-addresses.ts'
import { addNote } from '../../../src/services/subscribers/managing/notes.ts'
import { resubscribe } from '../../../src/services/subscribers/managing/resubscribe.ts'
import { stopMailing } from '../../../src/services/subscribers/managing/stop-mailing.ts'
import { undoReaderChange } from '../../../src/services/subscribers/managing/undo-change.ts'
import { showReader } from '../../../src/services/subscribers/readers/show-reader.ts'
import { removeSubscriber } from '../../../src/services/subscribers/remove-subscriber.ts'
import {
  findSuppression,
  suppressAddress,
} from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { tagReader } from '../../../src/services/subscribers/tags/tag-reader.ts'
import { renameTag, setTagAlerts } from '../../../src/services/subscribers/tags/manage-tag.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const admin: Actor = { kind: 'account', id: 1, grants: [{ role: 'admin', digest: 'all' }] }

describe.each(dialects)('admin actions on readers, on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.reader('ada@example.org', { topics: ['nuclear'] })
    await room.reader('bo@example.org')
  })
  afterEach(() => room.close())

  const context = () => room.app.context
  const reader = (name: string) => findSubscription(context(), room.digest, `${name}@example.org`)
  const history = async (name: string) => showReader(context(), admin, (await reader(name)).id)
  const undo = async (name: string, action: string) => {
    const change = (await history(name)).changes.find((one) => one.action === action)
    return undoReaderChange(context(), await reader(name), change?.id ?? 0, admin)
  }
  const suppressed = async (name: string) =>
    (await findSuppression(context(), `${name}@example.org`)).suppression?.reason ?? null

  test('e-mails are stopped with a reason, permanently if so chosen, and completely restored by an undo', async () => {
    const stop = { reason: 'asked by phone', never: true }
    expect(await stopMailing(context(), await reader('ada'), stop, admin)).toEqual({ ok: true })
    expect([(await reader('ada')).status, await suppressed('ada')]).toEqual([
      'unsubscribed',
      'asked by phone',
    ])
    expect(await stopMailing(context(), await reader('ada'), stop, admin)).toMatchObject({
      code: 'reader-gets-none',
    })
    expect(await undo('ada', 'unsubscribe')).toEqual({ ok: true })
    expect([(await reader('ada')).status, await suppressed('ada')]).toEqual(['active', null])
    expect(await undo('ada', 'unsubscribe')).toMatchObject({ code: 'change-not-undone' })
    const noReason = { code: 'bad-input', says: { code: 'reason-missing' } }
    const ada = await reader('ada')
    await expect(stopMailing(context(), ada, { reason: ' ', never: false }, admin)).rejects.toMatchObject(
      noReason,
    )
    await expect(resubscribe(context(), ada, '', admin)).rejects.toMatchObject(noReason)
    const longNote = addNote(context(), ada, 'x'.repeat(2_001), admin)
    await expect(longNote).rejects.toMatchObject({ code: 'bad-input', says: { code: 'note-refused' } })
  })

  test('an unsubscribed reader is restored with a reason, also from a suppression; an undo does not override a later change', async () => {
    await stopMailing(context(), await reader('ada'), { reason: 'moved away', never: false }, admin)
    await suppressAddress(context(), 'ada@example.org', { reason: 'bounced', actor: admin, dryRun: false })
    expect(await resubscribe(context(), await reader('ada'), 'by phone', admin)).toEqual({ ok: true })
    expect([(await reader('ada')).status, await suppressed('ada')]).toEqual(['active', null])
    expect(await resubscribe(context(), await reader('ada'), 'by phone', admin)).toMatchObject({
      code: 'reader-gets-mail',
    })
    expect(await undo('ada', 'unsubscribe')).toMatchObject({ code: 'change-not-undone' })
  })

  test('choices are restored', async () => {
    const written = { topics: ['missiles'], days: ['mon'], hour: '09:00', timeZone: 'Europe/Oslo' }
    await choose(context(), await reader('ada'), room.digest, written, admin)
    expect((await reader('ada')).topics).toEqual(['missiles'])
    expect(await undo('ada', 'choose')).toEqual({ ok: true })
    expect(await reader('ada')).toMatchObject({ topics: ['nuclear'], days: null, hour: null, timeZone: null })
  })

  test('many addresses are changed by a list, or none, with errors by line; choices and history stay', async () => {
    await suppressAddress(context(), 'no@example.org', { reason: 'bounced', actor: admin, dryRun: false })
    const before = await reader('ada')
    const list = Buffer.from(
      [
        'old,new',
        '"ada@example.org";ada@example.net',
        '',
        'nobody@example.org,some@example.org',
        'bo@example.org\tada@example.net',
        'bo@example.org,no@example.org',
        'bo@example.org',
        'bo@example.org,@example.org',
      ].join('\r\n'),
    )
    const faults = [
      { line: 4, says: { code: 'address-unknown' } },
      { line: 5, says: { code: 'address-taken' } },
      { line: 6, says: { code: 'is-suppressed' } },
      { line: 7, says: { code: 'address-line' } },
      { line: 8, says: { code: 'address-new-refused' } },
    ]
    const change = (dryRun: boolean, partly: boolean) =>
      changeAddresses(context(), list, { dryRun, partly }, admin)
    expect(await change(true, true)).toMatchObject({ changed: 1, faults, written: false })
    expect(await change(false, false)).toMatchObject({ changed: 1, written: false })
    expect((await reader('ada')).id).toBe(before.id)
    expect(await change(false, true)).toMatchObject({ changed: 1, faults, written: true })
    const after = await findSubscription(context(), room.digest, 'ada@example.net')
    expect(after).toMatchObject({ id: before.id, topics: ['nuclear'] })
    await expect(reader('ada')).rejects.toMatchObject({ code: 'not-found' })
    const { changes } = await showReader(context(), admin, after.id)
    expect(changes.map(({ action }) => action)).toEqual(['change-address', 'subscribe'])
    // Erasing a reader also erases the former address.
    const removal = { erase: true, suppress: null, dryRun: false }
    await removeSubscriber(context(), room.digest, 'ada@example.net', removal, commandActor)
    const kept = await home.rows(`select detail from audit where detail like '%ada@%'`)
    expect(kept).toEqual([])
  })

  const changing = (lines: string[], how: Partial<{ dryRun: boolean; partly: boolean }> = {}) =>
    changeAddresses(context(), Buffer.from(lines.join('\n')), { dryRun: false, partly: false, ...how }, admin)
  /** The number of each reader's subscription, by address. */
  const byAddress = async () => {
    const rows = await home.rows(
      'select b.email, s.id from subscribers b join subscriptions s on s.subscriber_id = b.id order by b.email',
    )
    return Object.fromEntries(rows.map(({ email, id }) => [email, Number(id)]))
  }
  const of = (name: string) => `${name}@example.org`

  test.each([
    ['a chain in the order of the list', ['ada,bo', 'bo,cy', 'cy,dee'], ['bo', 'cy', 'dee']],
    ['a chain from its end', ['cy,dee', 'bo,cy', 'ada,bo'], ['bo', 'cy', 'dee']],
    ['a swap', ['ada,bo', 'bo,ada'], ['bo', 'ada', 'cy']],
    ['a circle', ['bo,cy', 'ada,bo', 'cy,ada'], ['bo', 'cy', 'ada']],
    ['an address that is changed twice', ['ada,dee', 'dee,new'], ['new', 'bo', 'cy']],
    ['a chain whose end is changed twice', ['ada,bo', 'bo,dee', 'dee,new'], ['bo', 'new', 'cy']],
  ])('readers get each other’s addresses: %s', async (_, list, wanted) => {
    await room.reader('cy@example.org')
    const before = await byAddress()
    const lines = list.map((line) => line.split(',').map(of).join(','))
    expect(await changing(lines, { dryRun: true })).toEqual({
      changed: list.length,
      faults: [],
      written: false,
    })
    expect(await byAddress()).toEqual(before)
    expect(await changing(lines)).toEqual({ changed: list.length, faults: [], written: true })
    const after = wanted.map((name, at) => [of(name), before[of(['ada', 'bo', 'cy'][at] ?? '')]])
    expect(await byAddress()).toEqual(Object.fromEntries(after))
    const stray = await home.rows(`select id from subscribers where hash like 'moving%'`)
    expect(stray).toEqual([])
    for (const [name] of after)
      expect(await findSubscription(context(), room.digest, String(name))).toBeTruthy()
  })

  test('history and choices follow a reader through a swap, and it can be swapped back', async () => {
    await changing(['ada@example.org,bo@example.org', 'bo@example.org,ada@example.org'])
    expect(await reader('bo')).toMatchObject({ topics: ['nuclear'] })
    expect((await history('bo')).changes[0]).toMatchObject({ action: 'change-address' })
    await changing(['ada@example.org,bo@example.org', 'bo@example.org,ada@example.org'])
    expect(await reader('ada')).toMatchObject({ topics: ['nuclear'] })
  })

  test.each([
    ['suppressed', 'is-suppressed'],
    ['unsubscribed', 'has-unsubscribed'],
    ['taken', 'address-taken'],
  ])(
    'a chain with an address that is %s changes nothing, whatever else the list changes',
    async (how, code) => {
      for (const name of ['cy', 'dee', 'eve']) await room.reader(`${name}@example.org`)
      if (how === 'suppressed')
        await suppressAddress(context(), of('cy'), { reason: 'bounced', actor: admin, dryRun: false })
      if (how === 'unsubscribed')
        await stopMailing(context(), await reader('cy'), { reason: 'asked', never: false }, admin)
      const end = of(how === 'taken' ? 'dee' : 'new')
      const lines = [
        `${of('ada')},${of('bo')}`,
        `${of('bo')},${of('cy')}`,
        `${of('cy')},${end}`,
        `${of('eve')},${of('eva')}`,
      ]
      const before = await byAddress()
      const { faults, ...result } = await changing(lines, { partly: true })
      expect(result).toEqual({ changed: 1, written: true })
      const at = how === 'taken' ? 3 : 2
      expect(faults.map(({ line, says }) => [line, says.code])).toEqual(
        [1, 2, 3].map((line) => [line, line === at ? code : 'address-chain']),
      )
      const { 'eve@example.org': eve, ...others } = before
      expect(await byAddress()).toEqual({ ...others, 'eva@example.org': eve })
    },
  )

  test('two readers cannot get one address, nor one reader two', async () => {
    await room.reader('cy@example.org')
    const before = await byAddress()
    const both = await changing(
      ['ada,cy', 'bo,cy', 'cy,dee'].map((line) => line.split(',').map(of).join(',')),
      { partly: true },
    )
    expect(both).toMatchObject({
      changed: 0,
      faults: [
        { line: 1, says: { code: 'address-chain', params: { line: 2 } } },
        { line: 2, says: { code: 'address-taken' } },
        { line: 3, says: { code: 'address-chain' } },
      ],
    })
    const twice = await changing([`${of('ada')},${of('dee')}`, `${of('ada')},${of('new')}`])
    expect(twice).toMatchObject({
      written: false,
      faults: [{ line: 2, says: { code: 'address-twice', params: { line: 1 } } }],
    })
    expect(await byAddress()).toEqual(before)
  })

  test('a tag is the same however it is written, alerts when a reader with it unsubscribes, and is erased with the person', async () => {
    await context().store.accounts.add(
      { email: 'desk@example.org', name: 'Desk', grants: [{ role: 'admin', digest: 'all' }] },
      room.clock.now(),
    )
    await tagReader(context(), await reader('ada'), 'Ministères', commandActor)
    await tagReader(context(), await reader('bo'), 'ministeres', commandActor)
    const [tag, ...rest] = await context().store.tags.list()
    expect([tag?.name, rest.length, (await context().store.tags.counts(10)).get(tag!.id)]).toEqual([
      'Ministères',
      0,
      2,
    ])
    await addNote(context(), await reader('ada'), 'Prefers a call.', commandActor)
    await setTagAlerts(context(), tag!.id, true, commandActor)
    expect(await renameTag(context(), tag!.id, 'Ministries', commandActor)).toEqual({ ok: true })
    await stopMailing(context(), await reader('bo'), { reason: 'asked', never: false }, commandActor)
    const alerts = (await context().store.messages.list(9)).filter(({ content }) => content.kind === 'alert')
    expect(alerts.map(({ recipient }) => recipient)).toContain('desk@example.org')
    const removal = { erase: true, suppress: null, dryRun: false }
    await removeSubscriber(context(), room.digest, 'ada@example.org', removal, commandActor)
    expect((await context().store.tags.counts(10)).get(tag!.id)).toBe(1)
  })
})
