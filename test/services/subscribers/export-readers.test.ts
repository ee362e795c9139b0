import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { allReaders, type ReaderFilter } from '../../../src/core/entities/readers/reader-filter.ts'
import { defaultChoices } from '../../../src/core/entities/subscription.ts'
import {
  exportReaders,
  type ExportFormat,
} from '../../../src/services/subscribers/exporting/export-readers.ts'
import { restored } from '../../../src/services/imports/files/formula.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

/** Names that a spreadsheet or a CSV parser could misinterpret. */
const odd = [
  '=1+1',
  '+49 30 1234',
  '-2',
  '@SUM(A1)',
  "'=quoted",
  "O'Hara",
  '"all quoted"',
  'half " quoted',
  'a,b;c|d',
  '，全角',
  '＝1',
  'זהבה',
  '👩‍🚀 Ada',
  'null',
  '0012',
  '1e5',
  '<b>bold</b>',
  '\\N',
]

describe.each(dialects)('an export of readers, on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  const exported = async (format: ExportFormat, changes: Partial<ReaderFilter> = {}) => {
    const filter = { ...allReaders(room.digest.id), ...changes }
    const asked = { digest: room.digest, filter, format }
    return (await Array.fromAsync(exportReaders(room.app.context, asked, commandActor))).join('')
  }
  const fieldsOf = (csv: string) => parse(csv, { columns: true }) as Record<string, string>[]

  test('contains odd names unchanged, none of them a formula', async () => {
    for (const [index, name] of odd.entries()) await room.reader(`r${index}@x.example`, { name })
    const rows = fieldsOf(await exported('csv')).toReversed()
    expect(rows.map(({ name = '' }) => restored(name))).toEqual(odd)
    expect(rows.filter(({ name = '' }) => /^[\s]*[=+\-@＝]/.test(name))).toEqual([])
    const lines = (await exported('jsonl')).trimEnd().split('\n').toReversed()
    expect(lines.map((line) => (JSON.parse(line) as { name: string }).name)).toEqual(odd)
  })

  test('shows who consented, unsubscribed or is suppressed, by a filter, and is audited', async () => {
    const { context } = room.app
    await room.reader('ada@x.example', {
      topics: ['nuclear', 'missiles'],
      days: ['mon', 'thu'],
      hour: '08:30',
    })
    await room.reader('bo@x.example')
    await room.reader('cy@y.example')
    const at = context.clock.now()
    const request = {
      subscriptionId: 1,
      choices: defaultChoices,
      form: 'v1',
      requestedAt: at,
      requestedIp: '203.0.113.9',
    }
    await home.store.signUps.confirm(await home.store.signUps.add(request), {
      at,
      ip: '203.0.113.9',
      since: at,
    })
    for (const tag of ['ministries', 'press'])
      await home.store.tags.put((await home.store.tags.ensure(tag, at)).id, [1], at)
    for (const n of [1, 2])
      await home.execute(`insert into import_readers (import_id, n, subscriber_id, digest_id, outcome, at, opt_in_at, opt_in_ip, opt_in_how)
        values (7, ${n}, 2, ${room.digest.id}, 'added', 0, ${n * 1000}, '198.51.100.7', 'on paper')`)
    await home.store.subscribers.move(2, 'active', 'unsubscribed', at)
    await suppressAddress(context, 'cy@y.example', {
      reason: 'complained',
      actor: commandActor,
      dryRun: false,
    })
    const [cy, bo, ada] = fieldsOf(await exported('csv')).toSorted((a, b) =>
      (b['email'] ?? '').localeCompare(a['email'] ?? ''),
    )
    expect(ada).toMatchObject({
      topics: 'nuclear;missiles',
      days: 'mon;thu',
      hour: '08:30',
      digest: 'daily',
      status: 'active',
    })
    expect(ada).toMatchObject({
      agreed_on: at.toString(),
      agreed_ip: '203.0.113.9',
      agreed_how: 'form v1',
      tags: 'ministries;press',
    })
    expect(bo).toMatchObject({ status: 'unsubscribed', left_on: at.toString() })
    expect(bo).toMatchObject({
      agreed_on: '1970-01-01T00:00:02Z',
      agreed_ip: '198.51.100.7',
      agreed_how: 'on paper',
    })
    expect(cy).toMatchObject({ status: 'suppressed', reason: 'complained', left_on: at.toString() })
    const found = await exported('jsonl', { text: { kind: 'prefix', value: '@y.example' } })
    expect(
      found
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { email: 'cy@y.example', digest: 'daily', suppressed: { reason: 'complained' }, tags: [] },
    ])
    expect(await home.store.audit.of(`digest:${room.digest.id}`, 1)).toMatchObject([
      { action: 'export', detail: { format: 'jsonl', by: ['text'] } },
    ])
  })

  test('contains a list that is longer than a batch, each reader once', async () => {
    await home.execute(`with recursive n(i) as (select 1 union all select i + 1 from n where i < 2500)
      insert into subscribers (email, hash, created_at) select 'r' || i || '@x.example', 'h' || i, 0 from n`)
    await home.execute(`insert into subscriptions (subscriber_id, digest_id, status, topics, created_at, changed_at)
      select id, ${room.digest.id}, 'active', '[]', id % 7, 0 from subscribers`)
    for (const changes of [{}, { from: Temporal.Instant.fromEpochMilliseconds(0) }]) {
      const emails = fieldsOf(await exported('csv', changes)).map(({ email }) => email)
      expect(new Set(emails).size).toBe(2500)
      expect(emails).toHaveLength(2500)
    }
  })
})
