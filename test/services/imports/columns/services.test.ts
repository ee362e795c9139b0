import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { english } from '../../../../src/core/said/sentence.ts'
import { labelsIn, tagsIn } from '../../../../src/services/imports/columns/read-labels.ts'
import { readStatus } from '../../../../src/services/imports/columns/read-status.ts'
import { readMapped } from '../../../../src/services/imports/columns/read-mapped.ts'
import { opening } from '../files/opening.ts'

const folder = join(import.meta.dirname, '../../../fixtures/lists')

/** Each row of a service's export in a line: address, name, status, when and why they unsubscribed, how they consented. */
async function read(name: string) {
  const { facts, rows } = await opening(readFileSync(join(folder, name)), { name })
  const people = rows.map((row) => {
    const mapped = readMapped(row, { ...facts, columns: facts.guessed })
    if (!mapped.ok) return english(mapped.reason)
    const { email, status, leftOn, reason, agreedOn, agreedIp, unread } = mapped.row
    expect(unread).toEqual([])
    return [email, mapped.row.name, status, leftOn?.toString(), reason, agreedOn?.toString(), agreedIp]
      .map((part) => part ?? '')
      .join('|')
  })
  return { service: facts.service, everyone: facts.everyone, people }
}

/** The tags and notes of each row that has some. */
async function labels(name: string) {
  const { facts, rows } = await opening(readFileSync(join(folder, name)), { name })
  return rows.flatMap((row) => {
    const mapped = readMapped(row, { ...facts, columns: facts.guessed })
    if (!mapped.ok) throw new Error(english(mapped.reason))
    const { tags, notes } = mapped.row
    return tags.length + notes.length === 0 ? [] : [[tags.join('+'), ...notes].join('|')]
  })
}

test.each([
  ['listmonk-subscribers.csv', ['a+b']],
  ['subscribed_members_export_0a1b2c.csv', ['press+library', '|met, in Geneva\ntwice']],
  ['unsubscribed_members_export_0a1b2c.csv', ['press']],
  ['ghost-members.csv', ['press+library', '|Wrote, in May']],
  ['substack-email_list.csv', []],
  ['keila-contacts.csv', ['press|wrote in May']],
  ['buttondown-subscribers.csv', ['press+radio|met in May']],
])('tags and notes of %s', async (name, wanted) => {
  expect(await labels(name)).toEqual(wanted)
})

test.each([
  ['"press","a ""b"" c",;|x', ['press', 'a "b" c', 'x']],
  ['["press", 7, null, " "]', ['press', '7']],
  ['[not JSON', ['[not JSON']],
])('tags written as %s', (text, wanted) => {
  expect(tagsIn(text)).toEqual(wanted)
})

test('data that are not a JSON object have no tags and notes', () => {
  for (const text of ['', '{', '[1]', 'null', '"tags"']) expect(labelsIn(text)).toBeNull()
  expect(labelsIn('{"Labels": "a, b", "notes": ["x", {}], "tags": {"y": 1}}')).toEqual({
    tags: ['a', 'b'],
    notes: ['x'],
  })
})

describe('the exports of other services are recognised by their columns', () => {
  test.each([
    [
      'listmonk-subscribers.csv',
      'listmonk',
      null,
      [
        'ann.lee@example.org|Ann Lee|active|2024-05-06T07:08:09.654321Z||2023-02-01T10:11:12.123456Z|',
        'bob@example.net|Bob "B" Gray|unsubscribed|2024-01-02T03:04:05Z|disabled|2023-03-01T00:00:00Z|',
        'cem@example.com||suppressed|2024-02-03T04:05:06.5Z|blocklisted|2022-01-01T00:00:00Z|',
      ],
    ],
    [
      'subscribed_members_export_0a1b2c.csv',
      'Mailchimp',
      'active',
      [
        'dana@example.org|Dana Ohm|active|||2021-05-04T10:25:00Z|192.0.2.8',
        'eli@example.net|Eli|active|||2019-12-31T23:59:59Z|',
      ],
    ],
    [
      'nonsubscribed_email_audience_export_0a1b2c.csv',
      'Mailchimp',
      'pending',
      ['tea@example.org|Tea Rossi|pending|||2023-03-03T03:03:03Z|192.0.2.10'],
    ],
    [
      'unsubscribed_members_export_0a1b2c.csv',
      'Mailchimp',
      'unsubscribed',
      [
        'fay@example.org|Fay|unsubscribed|2022-02-02T02:02:02Z|NORMAL: No longer interested|2020-01-01T10:00:00Z|192.0.2.9',
        'gus@example.net|Gus|unsubscribed|2022-03-03T03:03:03Z|too many mails||',
      ],
    ],
    [
      'cleaned_members_export_0a1b2c.csv',
      'Mailchimp',
      'suppressed',
      ['hal@example.org|Hal|suppressed|2020-09-09T09:09:09Z||2018-08-08T08:08:08Z|'],
    ],
    [
      'ghost-members.csv',
      'Ghost',
      null,
      [
        'ida@example.org|Ida Berg|active|||2022-04-05T06:07:08Z|',
        'jon@example.net||unsubscribed|||2022-05-05T06:07:08Z|',
        'joy@example.com|=Joy|active|||2022-06-05T06:07:08Z|',
      ],
    ],
    [
      'substack-email_list.csv',
      'Substack',
      null,
      [
        'kim@example.org||active|||2024-01-15T10:00:00Z|',
        'lou@example.net||unsubscribed|||2023-06-01T08:00:00Z|',
      ],
    ],
    [
      'substack-subscriptions.csv',
      'Substack',
      null,
      ['mia@example.org||active||||', 'ned@example.net||unsubscribed||||'],
    ],
    [
      'substack-subscribers-2024.csv',
      'Substack',
      null,
      ['ora@example.org|Ora Lind||||2024-01-15T10:00:00Z|'],
    ],
    [
      'substack-subscribers-2026.csv',
      'Substack',
      null,
      ['pam@example.org|Pam Roy||||2026-01-17T10:21:38.759Z|'],
    ],
    [
      'keila-contacts.csv',
      'Keila',
      null,
      [
        'max@example.org|Max Müller|active||||',
        'nia@example.net|Nia|unsubscribed||unsubscribed||',
        'oli@example.com||suppressed||unreachable||',
      ],
    ],
    [
      'buttondown-subscribers.csv',
      'Buttondown',
      null,
      [
        'pia@example.org||active|||2019-08-24T14:15:22Z|203.0.113.9',
        'quin@example.net||pending|||2020-01-02T03:04:05.678901Z|',
        'roy@example.com||unsubscribed|2021-03-04T05:06:07Z|too long|2020-02-01T22:00:00Z|',
        'sam@example.org||suppressed|2022-04-05T06:07:08Z|mailbox gone|2020-03-03T00:00:00Z|',
      ],
    ],
  ])('%s', async (file, service, everyone, people) => {
    expect(await read(file)).toEqual({ service, everyone, people })
  })
})

test.each([
  ['regular', 'active'],
  ['premium', 'active'],
  ['trialed', 'active'],
  ['gifted', 'active'],
  ['churning', 'active'],
  ['churned', 'active'],
  ['paused', 'active'],
  ['past_due', 'active'],
  ['unpaid', 'pending'],
  ['unactivated', 'pending'],
  ['unsubscribed', 'unsubscribed'],
  ['removed', 'unsubscribed'],
  ['disabled', 'unsubscribed'],
  ['blocked', 'suppressed'],
  ['undeliverable', 'suppressed'],
  ['complained', 'suppressed'],
  ['spammy', 'suppressed'],
  ['malformed', 'suppressed'],
])('a reader who is %s in Buttondown is %s', (word, status) => {
  expect(readStatus(word, 'Buttondown')).toBe(status)
})

test('without a known service, paused and churned mean unsubscribed', () => {
  expect(['paused', 'churned'].map((word) => readStatus(word, null))).toEqual([
    'unsubscribed',
    'unsubscribed',
  ])
})

const mailchimp =
  'Email Address,Email,MEMBER_RATING,OPTIN_TIME,LEID,EUID\nann@example.org,old@example.org,2,,1,a\n'

test.each([
  ['of listmonk', 'uuid,email,name,attributes,status\n', 'subscribers.csv', 'list-caution-listmonk'],
  ['of Ghost', 'id,email,subscribed_to_emails,labels\n', 'members.csv', 'list-caution-ghost'],
  ['of Keila', 'Email,First name,Last name,Data,Status\n', 'contacts.csv', undefined],
  ['of Mailchimp', mailchimp, 'subscribed_email_audience_export_1.csv', undefined],
  ['of Mailchimp with another column name', mailchimp, 'list.csv', 'list-status-unsaid'],
  ['of Substack', 'email,active_subscription,email_disabled,plan\n', 'email_list.csv', undefined],
  ["of Substack's page", 'Email,Start date,Stripe plan\n', 'list.csv', 'list-status-unsaid'],
  ['of Buttondown without types', 'email,creation_date,metadata\n', 'list.csv', 'list-status-unsaid'],
])('the caution for an export %s', async (_, list, name, code) => {
  const { facts } = await opening(list, { name })
  expect(facts.caution?.code).toBe(code)
})

test('an additional address column in Mailchimp does not replace the address', async () => {
  const { facts } = await opening(mailchimp, { name: 'list.csv' })
  expect(facts.guessed).toEqual(['email', null, null, 'agreed_on', null, null])
})

test('names in a single column with a custom name are read', async () => {
  const { facts } = await opening('E-Mail;Name;LEID;EUID\nann@example.org;Ann;1;a\n')
  expect(facts).toMatchObject({ service: 'Mailchimp', guessed: ['email', 'name', null, null] })
})

describe('a list from an unknown service', () => {
  test.each([
    ['email,unsubscribed at\na@x.example,2024-05-06\n', 'unsubscribed'],
    ['email,unsubscribed at\na@x.example,5/4/2021\n', 'unsubscribed'],
    ['email,unsubscribed at\na@x.example,0000-00-00 00:00:00\n', null],
    ['email,unsubscribed at\na@x.example,never\n', null],
    ['email,unsubscribed at,status\na@x.example,2024-05-06,active\n', 'active'],
    ['email,unsubscribed at,status\na@x.example,2024-05-06,\n', null],
  ])('%j says %s', async (list, status) => {
    const { facts, rows } = await opening(list)
    const [row] = rows.map((one) => readMapped(one, { ...facts, columns: facts.guessed }))
    expect(row).toMatchObject({ ok: true, row: { status } })
  })

  test('of addresses only has no column names', async () => {
    const { facts, rows } = await opening('ann@example.org\nbob@example.net\n', { name: 'cleaned.txt' })
    expect(facts).toMatchObject({ hasNames: false, header: [''], guessed: ['email'], everyone: 'suppressed' })
    expect(rows.map(({ line, fields }) => [line, ...fields])).toEqual([
      [1, 'ann@example.org'],
      [2, 'bob@example.net'],
    ])
  })

  test('has its addresses in the column that mostly contains addresses', async () => {
    const { facts } = await opening('Wer;Wohin\nAnn;ann@example.org\nBob;bob@example.net\n')
    expect(facts.guessed).toEqual([null, 'email'])
  })

  test('an unknown status rejects its row, and an unreadable date is reported', async () => {
    const { facts, rows } = await opening(
      'email,status,consent date\na@x.example,maybe,\nb@x.example,Bounced,soon\n',
    )
    const [first, second] = rows.map((row) => readMapped(row, { ...facts, columns: facts.guessed }))
    expect(first).toMatchObject({ ok: false, field: 'status', reason: { code: 'row-status-unknown' } })
    expect(second).toMatchObject({ ok: true, row: { status: 'suppressed', unread: ['agreed_on'] } })
  })
})
