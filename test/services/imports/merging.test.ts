import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, subscriberActor } from '../../../src/core/entities/actor.ts'
import { choose } from '../../../src/services/subscribers/choosing/choose.ts'
import { replaceAddress } from '../../../src/services/subscribers/managing/replace-address.ts'
import { tagReader } from '../../../src/services/subscribers/tags/tag-reader.ts'
import { removeSubscriber } from '../../../src/services/subscribers/remove-subscriber.ts'
import {
  findSuppression,
  suppressAddress,
} from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { undoForReader } from '../../../src/services/imports/undoing/undo-for-reader.ts'
import { undoImport } from '../../../src/services/imports/undoing/undo-import.ts'
import type { Subscription } from '../../../src/core/entities/subscription.ts'
import type { Import } from '../../../src/core/entities/imports/import.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { bringIn, importOf, prepared, run, started } from './bring-in.ts'

describe.each(dialects)('lists are merged, on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  async function people(): Promise<Subscription[]> {
    const filter = { digestId: room.digest.id, afterId: 0, count: 10_000, status: null }
    return room.app.context.store.subscribers.page(filter)
  }
  const inWords = async () =>
    (await people()).map(
      ({ email, name, status, topics }) =>
        `${email.replace('@x.example', '')} ${name ?? '-'} ${status} ${topics.join('+') || 'all'}`,
    )
  const brought = (list: string, own = {}, what: 'check' | 'import' = 'import') =>
    bringIn(room.app.context, room.digest, list, own, what)
  const countsOf = ({ counts }: Import) =>
    Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))

  async function leaves(email: string): Promise<void> {
    await removeSubscriber(
      room.app.context,
      room.digest,
      email,
      { erase: false, suppress: null, dryRun: false },
      commandActor,
    )
  }
  async function never(email: string): Promise<void> {
    await suppressAddress(room.app.context, email, {
      reason: 'asked by phone',
      actor: commandActor,
      dryRun: false,
    })
  }
  const find = async (email: string): Promise<Subscription> => {
    const found = (await people()).find((one) => one.email === email)
    if (!found) throw new Error(`${email} is not there`)
    return found
  }
  async function undone(one: Import): Promise<Import> {
    expect(await undoImport(room.app.context, one, commandActor)).toEqual({ ok: true })
    await run(room.app.context)
    return importOf(room.app.context, one.id)
  }

  /** An unsubscribed, a suppressed and a reader with choices, all before a list is imported. */
  async function before(): Promise<string[]> {
    await room.reader('known@x.example', { name: 'Known', topics: ['nuclear'] })
    await room.reader('left@x.example', { name: 'Left' })
    await leaves('left@x.example')
    await never('never@x.example')
    room.clock.set('2026-11-10T09:00Z')
    return inWords()
  }
  const list = [
    'email,name,topics',
    'new@x.example,New,missiles',
    'known@x.example,Other,missiles',
    'left@x.example,Lefty,',
    'NEVER@x.example,N,',
    'nobody,N,',
    'new@x.example,New,missiles',
  ].join('\n')

  test('tags and notes are added for new readers, and for known ones if the list updates, and removed by an undo', async () => {
    const { context } = room.app
    await room.reader('ada@x.example')
    await room.reader('bo@x.example')
    const bo = (await people())[1]
    if (!bo) throw new Error('there is no reader')
    await tagReader(context, bo, 'Press', commandActor)
    const labelled = async () => {
      const rows = await home.rows(`select b.email, t.name, n.body from subscribers b
        left join reader_tags r on r.subscriber_id = b.id left join tags t on t.id = r.tag_id
        left join reader_notes n on n.subscriber_id = b.id order by b.id, t.key`)
      return rows.map(({ email, name, body }) => [String(email).split('@')[0], name, body])
    }
    const list = `email,Tags,Notes
ada@x.example,"press, radio",
bo@x.example,"PRESS;Été",met in May
cy@x.example,été,"two
lines"
di@x.example,${'x'.repeat(61)},
`
    const added = await brought(list)
    expect(added.counts).toMatchObject({ added: 1, known: 2, rejected: 1 })
    const before = [
      ['ada', null, null],
      ['bo', 'Press', null],
    ]
    expect(await labelled()).toEqual([...before, ['cy', 'Été', 'two\nlines']])
    const updated = await brought(list, { mode: 'update' })
    expect(await labelled()).toEqual([
      ['ada', 'Press', null],
      ['ada', 'radio', null],
      ['bo', 'Été', 'met in May'],
      ['bo', 'Press', 'met in May'],
      ['cy', 'Été', 'two\nlines'],
    ])
    for (const one of [updated, added]) {
      await undoImport(context, one, commandActor)
      await run(context)
    }
    expect(await labelled()).toEqual(before)
  })

  test('notes on an address are stored with the reader, and a name is found in any case', async () => {
    await brought('email,name\nann@gmial.com,Ändre ЖУК\ninfo@x.example,\nx@mailinator.com,\n')
    const rows = await home.rows('select email, flags, name_key from subscribers order by id')
    expect(rows).toEqual([
      { email: 'ann@gmial.com', flags: 1, name_key: 'andre жук' },
      { email: 'info@x.example', flags: 2, name_key: null },
      { email: 'x@mailinator.com', flags: 4, name_key: null },
    ])
    await brought('email,name\nann@gmial.com,Other\n', { mode: 'update' })
    expect(await home.rows('select name_key from subscribers order by id limit 1')).toEqual([
      { name_key: 'other' },
    ])
    const last = await importOf(room.app.context, 2)
    await undoImport(room.app.context, last, commandActor)
    await run(room.app.context)
    expect(await home.rows('select name, name_key from subscribers order by id limit 1')).toEqual([
      { name: 'Ändre ЖУК', name_key: 'andre жук' },
    ])
  })

  test('a reader’s choice during the merge of their row is not lost', async () => {
    await room.reader('ada@x.example')
    const one = await prepared(room.app.context, room.digest, 'email,topics\nada@x.example,nuclear\n', {
      mode: 'update',
    })
    const { context } = room.app
    const [ada] = await people()
    if (!ada) throw new Error('there is no reader')
    const typed = { topics: ['missiles'], days: [], hour: '', timeZone: '' }
    const begun: Promise<unknown>[] = []
    const transaction: typeof context.store.transaction = (work) =>
      context.store.transaction((tx) => {
        const note: typeof tx.importMerges.note = async (stretch, merge) => {
          await tx.importMerges.note(stretch, merge)
          room.clock.set(room.clock.now().add({ minutes: 1 }).toString())
          begun.push(choose(context, ada, room.digest, typed, subscriberActor(ada)))
          for (let reads = 0; reads < 200; reads += 1) await tx.newsroom.get()
        }
        return work({ ...tx, importMerges: { ...tx.importMerges, note } })
      })
    const done = await started({ ...context, store: { ...context.store, transaction } }, one, 'import')
    await Promise.all(begun)
    expect(begun).toHaveLength(1)
    expect((await people())[0]?.topics).toEqual(['missiles'])
    await undoImport(context, done, commandActor)
    await run(context)
    expect((await people())[0]?.topics).toEqual(['missiles'])
  })

  test('a check counts what the import then does, and changes nobody', async () => {
    const was = await before()
    const checked = await brought(list, {}, 'check')
    expect(checked.state).toBe('checked')
    expect(await inWords()).toEqual(was)
    const done = await started(room.app.context, checked, 'import')
    expect(done.state).toBe('done')
    expect(countsOf(done)).toEqual({
      rows: 6,
      added: 1,
      known: 2,
      repeated: 1,
      left: 1,
      suppressed: 1,
      rejected: 1,
    })
    expect(done.counts).toEqual(checked.counts)
    expect(await inWords()).toEqual([...was, 'new New active missiles'])
    expect(await home.rows('select * from import_rows where outcome is null')).toEqual([])
    expect(await home.rows('select n from import_chunks')).toEqual([])
  })

  test('update applies the values of the list, and ignores empty fields', async () => {
    const was = await before()
    const done = await brought(`${list}\n`, { mode: 'update' })
    expect(countsOf(done)).toMatchObject({ added: 1, updated: 1, left: 1, suppressed: 1 })
    expect(await inWords()).toEqual([
      'known Other active missiles',
      'left Left unsubscribed all',
      'new New active missiles',
    ])
    await brought('email,topics\nknown@x.example,\n', { mode: 'update' })
    expect((await inWords())[0]).toBe('known Other active missiles')
    expect((await undone(done)).counts).toMatchObject({ undone: 2, kept: 0 })
    expect(await inWords()).toEqual(was)
  })

  test('replace ends subscriptions missing from the list, and a later list restores them', async () => {
    await before()
    await room.reader('other@x.example', { topics: ['terrorism'] })
    await room.reader('bad@x.example')
    room.clock.set('2026-11-10T10:00Z')
    const was = await inWords()
    const done = await brought('email,topics\nnew@x.example,\nknown@x.example,\nbad@x.example,no-topic\n', {
      mode: 'replace',
    })
    expect(countsOf(done)).toEqual({ rows: 3, added: 1, known: 1, rejected: 1, removed: 1 })
    expect((await find('other@x.example')).status).toBe('unsubscribed')
    expect((await find('bad@x.example')).status).toBe('active')
    const back = await brought('email\nother@x.example\nleft@x.example\n')
    expect(countsOf(back)).toEqual({ rows: 2, added: 1, left: 1 })
    expect((await find('other@x.example')).topics).toEqual(['terrorism'])
    await undone(back)
    await undone(done)
    expect(await inWords()).toEqual(was)
  })

  test('a date of unsubscribing without a status is enough, and suppresses if so chosen', async () => {
    const left = 'email,unsubscribed at\ngone@x.example,2024-03-02\n'
    expect(countsOf(await brought(left))).toMatchObject({ rows: 1, ended: 1 })
    const gone = await find('gone@x.example')
    expect([gone.status, gone.endedAt?.toString()]).toEqual(['unsubscribed', '2024-03-02T00:00:00Z'])
    await brought(left, { mode: 'never-mail', neverMail: 'suppressed' })
    expect((await findSuppression(room.app.context, 'gone@x.example')).suppression).not.toBeNull()
  })

  test.each(['before', 'after'])('a never-mail entry always wins, listed %s the others', async (order) => {
    await before()
    const never = [
      'email,status,left_on,reason',
      'known@x.example,unsubscribed,2024-03-01,too many',
      'gone@x.example,unsubscribed,2024-03-02,',
      'bounced@x.example,cleaned,2024-03-03,550',
    ].join('\n')
    const others = 'email\nknown@x.example\ngone@x.example\nbounced@x.example\nfine@x.example\n'
    if (order === 'after') await brought(others)
    const ended = await brought(never, { mode: 'never-mail' })
    expect(countsOf(ended)).toEqual({ rows: 3, ended: 3 })
    const done = await brought(others)
    expect(countsOf(done)).toMatchObject({ rows: 4, left: 2, suppressed: 1 })
    const gone = await find('gone@x.example')
    expect([gone.status, gone.endedAt?.toString()]).toEqual(['unsubscribed', '2024-03-02T00:00:00Z'])
    const { suppression } = await findSuppression(room.app.context, 'bounced@x.example')
    expect([suppression?.reason, suppression?.at.toString()]).toEqual(['550', '2024-03-03T00:00:00Z'])
    await undone(ended)
    expect((await findSuppression(room.app.context, 'bounced@x.example')).suppression).toBeNull()
    expect((await find('known@x.example')).status).toBe('active')
  })

  test('if one list contradicts itself on a person, never-mail wins, wherever it is', async () => {
    const done = await brought(
      'email,status\na@x.example,active\na@x.example,unsubscribed\nb@x.example,bounced\nb@x.example,active\nc@x.example,active\n',
    )
    expect(countsOf(done)).toEqual({ rows: 5, added: 1, ended: 2, left: 2 })
    expect(await inWords()).toEqual(['a - unsubscribed all', 'c - active all'])
  })

  test('an undo restores the previous state, except what a reader chose since', async () => {
    const was = await before()
    const done = await brought(`${list}\nchooser@x.example,Chooser,\nleaver@x.example,,\n`, {
      mode: 'update',
    })
    room.clock.set('2026-11-12T09:00Z')
    const chooser = await find('chooser@x.example')
    const written = { topics: ['missiles'], days: [], hour: '', timeZone: '' }
    await choose(room.app.context, chooser, room.digest, written, subscriberActor(chooser))
    await leaves('leaver@x.example')
    expect((await undone(done)).counts).toMatchObject({ undone: 2, kept: 2 })
    expect(await inWords()).toEqual([...was, 'chooser Chooser active missiles', 'leaver - unsubscribed all'])
  })

  test('a person who changed the address since stays, one who was only tagged does not', async () => {
    const { context } = room.app
    const done = await brought('email\nmover@x.example\ntagged@x.example\n')
    const [mover, tagged] = [await find('mover@x.example'), await find('tagged@x.example')]
    await replaceAddress(context, mover, 'moved@x.example', commandActor)
    await tagReader(context, tagged, 'ministries', commandActor)
    expect((await undone(done)).counts).toMatchObject({ undone: 1, kept: 1 })
    expect(await inWords()).toEqual(['moved - active all'])
    expect(await home.rows('select * from reader_tags')).toEqual([])
  })

  test('personal data of an import are deleted when it can no longer be undone, except for consent', async () => {
    await before()
    const done = await brought(
      'email,name,agreed_on\nnew@x.example,,2025-02-01\nknown@x.example,Other,\nnobody,,\n',
      {
        mode: 'update',
      },
    )
    const waiting = await brought('email\nlater@x.example\n', {}, 'check')
    room.clock.set('2027-01-10T09:00Z')
    await run(room.app.context)
    expect((await importOf(room.app.context, done.id)).state).toBe('over')
    expect((await importOf(room.app.context, waiting.id)).state).toBe('cancelled')
    expect(await home.rows('select * from import_rows')).toEqual([])
    expect(await home.rows('select n from import_chunks')).toEqual([])
    expect(await home.rows('select n from import_readers where before is not null')).toEqual([])
    const { subscriberId } = await find('new@x.example')
    const [consent] = await room.app.context.store.importReaders.of(subscriberId)
    expect(consent?.agreed?.at?.toString()).toBe('2025-02-01T00:00:00Z')
  })

  test('one reader of an import can be undone alone, for thirty days', async () => {
    await before()
    const done = await brought('email\na@x.example\nb@x.example\n')
    const undo = (email: string) => undoForReader(room.app.context, done, email, commandActor)
    expect(await undo('a@x.example')).toEqual({ ok: true, outcome: 'undone' })
    expect(await undo('a@x.example')).toMatchObject({ ok: false, code: 'import-not-of-reader' })
    expect((await inWords()).at(-1)).toBe('b - active all')
    room.clock.set('2026-12-11T09:00Z')
    expect(await undo('b@x.example')).toMatchObject({ ok: false, code: 'import-too-old' })
    expect(await undoImport(room.app.context, done, commandActor)).toMatchObject({ code: 'import-too-old' })
  })

  test('new readers are asked for consent if that is the basis, within the budget, and undone with their e-mails', async () => {
    const was = await before()
    const many = Array.from({ length: 60 }, (_, n) => `asked${n}@x.example`).join('\n')
    const begun = await brought(`email\nknown@x.example\n${many}\n`, { basis: 'ask', proof: '' })
    expect(begun.state).toBe('merging')
    const waiting = await room.app.context.store.messages.list(100)
    expect(waiting.length).toBeGreaterThan(10)
    expect(waiting.length).toBeLessThan(60)
    room.clock.set('2026-11-10T12:00Z')
    await run(room.app.context)
    await run(room.app.context)
    const done = await importOf(room.app.context, begun.id)
    expect(done.state).toBe('done')
    expect(await room.app.context.store.messages.list(100)).toHaveLength(60)
    expect((await find('asked3@x.example')).status).toBe('pending')
    await undone(done)
    expect(await inWords()).toEqual(was)
    expect(await room.app.context.store.messages.list(100)).toEqual([])
  })
})
