import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultChoices } from '../../../src/core/entities/subscription.ts'
import { maskedIn } from '../../../src/core/addresses/masked-in.ts'
import { setTestAddresses } from '../../../src/services/editions/viewing/preview/test-addresses.ts'
import { receiveMessage } from '../../../src/services/feedback/receive-message.ts'
import { countOld, deleteOld } from '../../../src/services/retention/retention.ts'
import { allReaders } from '../../../src/core/entities/readers/reader-filter.ts'
import { confirmBulkAction } from '../../../src/services/subscribers/bulk/confirm-bulk-action.ts'
import { freezeReaders } from '../../../src/services/subscribers/bulk/freeze-readers.ts'
import { runBulkActions } from '../../../src/services/subscribers/bulk/run-bulk-actions.ts'
import { admitAtOnce } from '../../../src/services/sending/warm-up/admit-at-once.ts'
import { startWarmUp } from '../../../src/services/sending/warm-up/start-warm-up.ts'
import { signUp } from '../../../src/services/subscribers/joining/sign-up.ts'
import { openConfirmation, confirmSignUp } from '../../../src/services/subscribers/joining/confirm.ts'
import { sendOwnLink } from '../../../src/services/subscribers/own-data/own-link.ts'
import { addSubscriber } from '../../../src/services/subscribers/add-subscriber.ts'
import { removeSubscriber } from '../../../src/services/subscribers/remove-subscriber.ts'
import { tagReader } from '../../../src/services/subscribers/tags/tag-reader.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { suppressDomain } from '../../../src/services/subscribers/suppressions/suppress-domain.ts'
import { signToken } from '../../../src/core/token.ts'
import { commandActor, subscriberActor, visitorActor } from '../../../src/core/entities/actor.ts'
import { notification } from '../../mail/incoming/support.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { bringIn } from '../imports/bring-in.ts'
import { dumpOf, tablesOf } from '../../store/dump.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const email = 'Ada.Quill@reader.example'
const other = 'bo@reader.example'
const erased = { erase: true, suppress: null, dryRun: false }

/** A column of such a name contains personal data, so its table has to be filled below. */
const naming = /email|recipient|subscri|address|reader/
/** Not about readers: who signs in, and from where. */
const ofAccounts = ['accounts', 'sessions']
/** Bare numbers, without a name. */
const ofNumbers = ['leavers']

describe.each(dialects)('erasing, on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  const tablesWith = async (text: string) => {
    const found: string[] = []
    for (const table of (await tablesOf(home)).keys())
      if ((await dumpOf(home, table)).includes(text.toLowerCase())) found.push(table)
    return found.toSorted()
  }
  const adding = (returning = false) => {
    const person = { email, name: '', topics: [], days: [], hour: '', timeZone: '' }
    return addSubscriber(room.app.context, room.digest, person, commandActor, returning)
  }

  /** Makes the reader appear wherever something can name them. */
  async function fill(): Promise<void> {
    const { context } = room.app
    const { store, clock } = context
    await room.reader(email, { name: 'Ada Quill' })
    await room.reader(other)
    await room.sending()
    const [ada] = await store.subscribers.page({
      digestId: room.digest.id,
      afterId: 0,
      count: 1,
      status: null,
    })
    const actor = subscriberActor(ada!)
    await sendOwnLink(context, { subscription: ada!, digest: room.digest }, actor)
    const form = { email, topics: [], days: [], hour: '', timeZone: '', ip: '203.0.113.9', language: 'en' }
    await signUp(context, room.digest, form, visitorActor)
    const asked = {
      subscriptionId: ada!.id,
      choices: defaultChoices,
      form: 'v1',
      requestedAt: clock.now(),
      requestedIp: '203.0.113.9',
    }
    const id = await store.signUps.add(asked)
    await store.signUps.confirm(id, { at: clock.now(), ip: '203.0.113.9', since: clock.now() })
    await store.readerLinks.put(
      'x'.repeat(43),
      { subscriptionId: 2, address: email.toLowerCase() },
      clock.now().add({ hours: 9 }),
    )
    await setTestAddresses(context, room.digest, [email, 'desk@newsroom.example'], commandActor)
    const grounds = { reason: `${email} called`, note: `${email} again`, actor: commandActor, dryRun: false }
    await suppressAddress(context, email, grounds)
    await suppressDomain(context, { domain: 'elsewhere.example', withSubdomains: false }, grounds)
    const alert = { kind: 'alert', subject: `No mail for ${email}`, paragraphs: [email], link: null } as never
    await store.messages.enqueue('desk@newsroom.example', alert, clock.now())
    await store.messages.enqueue(email, alert, clock.now())
    await tagReader(context, ada!, 'ministries', commandActor)
    await store.readerNotes.add(ada!.id, `${email} called`, commandActor, clock.now())
    await store.audit.append({
      at: clock.now(),
      actor: commandActor,
      action: 'note',
      subject: 'sending',
      detail: { to: email },
    })
    const tag = await store.tags.ensure('ministries', clock.now())
    await store.tags.put(tag.id, [ada!.subscriberId], clock.now())
    await store.readerNotes.add(ada!.subscriberId, `Write to ${email}`, commandActor, clock.now())
    const filter = { ...allReaders(room.digest.id), text: { kind: 'prefix', value: email } as const }
    const target = { filter }
    const bulk = await freezeReaders(context, { digest: room.digest, kind: 'stop', target }, commandActor)
    const typed = { tag: '', until: '', reason: `${email} asked`, number: '' }
    await confirmBulkAction(context, bulk, typed, commandActor)
    await runBulkActions(context, new AbortController().signal)
    await store.bulkActions.add({ digestId: room.digest.id, kind: 'stop', filter }, commandActor, clock.now())
    await store.subscribers.pause(ada!.id, clock.now(), `${email} is away`, clock.now())
    const report = notification([`Final-Recipient: rfc822; ${email}`, 'Action: failed', 'Status: 5.1.1'])
    await receiveMessage(context, { bytes: report, envelope: null }, commandActor)
    const reply = Buffer.from(`From: ${email}\r\nSubject: Hello\r\n\r\nWrite to ${email}.`)
    await receiveMessage(context, { bytes: reply, envelope: null }, commandActor)
    await home.execute(`update feedback set subscriber_id = 1, subject = 'To ${email}'`)
    const list = `email,name,agreed_on\n${email},Ada Quill,2025-01-01\n${other},,\n`
    await bringIn(context, room.digest, list)
    await bringIn(context, room.digest, `${list}${email},Ada Q,\n"${email},Ada Quill,\n`, {}, 'check')
    await home.execute(
      `update deliveries set reply = '550 <${email}>: no', reason = 'said of ${email}' where subscriber_id = 1`,
    )
    await startWarmUp(context, {}, commandActor)
    await context.store.transaction((tx) => admitAtOnce(tx, 1, context.clock.now()))
  }

  test('leaves nothing of an address in any table, except a hash that keeps it suppressed', async () => {
    await fill()
    const { context } = room.app
    const filled = await tablesWith(email)
    const named = [...(await tablesOf(home))]
      .filter(
        ([table, columns]) =>
          ![...ofAccounts, ...ofNumbers].includes(table) && columns.some((name) => naming.test(name)),
      )
      .map(([table]) => table)
    const rowless = await Promise.all(
      named.map(async (table) => ((await dumpOf(home, table)) === '[]' ? [table] : [])),
    )
    expect(rowless.flat(), 'each table that can name a reader is filled by `fill`').toEqual([])
    expect(filled).toEqual(
      expect.arrayContaining([
        'audit',
        'deliveries',
        'feedback',
        'import_chunks',
        'import_rows',
        'messages',
        'reader_links',
        'subscribers',
        'test_addresses',
      ]),
    )

    const dry = { ...erased, dryRun: true }
    await removeSubscriber(context, room.digest, email, dry, commandActor)
    expect(await tablesWith(email)).toEqual(filled)
    await removeSubscriber(context, room.digest, email, erased, commandActor)
    expect(await tablesWith(email)).toEqual([])
    expect(await tablesWith('Ada Quill')).toEqual([])
    expect(await tablesWith(other)).toEqual(['import_chunks', 'import_rows', 'subscribers'])
    expect(await tablesWith('desk@newsroom.example')).toEqual(['messages', 'test_addresses'])
    expect(await adding(true)).toMatchObject({ ok: false, code: 'is-suppressed' })
  })

  test('prevents lists from bringing the person back, but not a sign-up', async () => {
    const { context } = room.app
    await room.reader(email)
    await removeSubscriber(context, room.digest, email, erased, commandActor)
    expect(await adding()).toMatchObject({ ok: false, code: 'has-unsubscribed' })
    const form = { email, topics: [], days: [], hour: '', timeZone: '', ip: '203.0.113.9', language: 'en' }
    await signUp(context, room.digest, form, visitorActor)
    const [asked] = await home.rows('select id from sign_ups')
    const found = await openConfirmation(
      context,
      signToken(context.linkKeys, Number(asked?.['id']), 'confirmation'),
    )
    expect(await confirmSignUp(context, found!, '203.0.113.9', subscriberActor(found!.subscription))).toBe(
      'done',
    )
    expect(await home.rows('select * from leavers')).toEqual([])
    expect(await adding()).toMatchObject({ ok: true, outcome: 'known' })
  })

  test('a reader who left every digest is reduced to a hash after a year, and comes back only by signing up', async () => {
    const { context } = room.app
    await fill()
    await room.reader('cy@reader.example')
    const left = { ...erased, erase: false }
    await home.execute('delete from suppressions')
    await removeSubscriber(context, room.digest, email, left, commandActor)
    const counted = async (time: string) => {
      room.clock.set(time)
      const { leavers } = await countOld(context)
      expect(await deleteOld(context, commandActor)).toMatchObject({ leavers })
      return leavers
    }
    expect(await counted('2027-11-09T00:00Z')).toBe(0)
    expect(await tablesWith(email)).not.toEqual([])
    expect(await counted('2027-11-10T08:00Z')).toBe(1)
    expect(await tablesWith(email)).toEqual([])
    expect(await home.rows('select * from sign_ups')).toHaveLength(1)
    expect(await adding()).toMatchObject({ ok: false, code: 'has-unsubscribed' })
    room.clock.set('2029-11-12T00:00Z')
    await deleteOld(context, commandActor)
    expect(await home.rows('select * from sign_ups')).toEqual([])
    expect(await adding(true)).toMatchObject({ ok: true, outcome: 'returned' })
    expect(await home.rows('select * from leavers')).toEqual([])
  })
})

test('an address is masked whole, in any case, and never as a part of another', () => {
  const mask = (text: string) => maskedIn(text, ['al@x.example'])
  expect(mask('<AL@X.example>: to al@x.example. No')).toBe('<•••>: to •••. No')
  expect(mask('val@x.example, al@x.example.org, b+al@x.example')).toBe(
    'val@x.example, al@x.example.org, b+al@x.example',
  )
})
