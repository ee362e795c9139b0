import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hanging, hangingReader } from '../../mail/incoming/hanging.ts'
import { notification } from '../../mail/incoming/support.ts'
import { openTestCli, type TestCli } from '../context.ts'

const report = notification([
  'Final-Recipient: rfc822; reader@example.com',
  'Action: failed',
  'Status: 5.1.1',
  'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
])
const gone = {
  address: 'reader@example.com',
  status: '5.1.1',
  reply: '550',
  reason: 'no-such-address',
  hard: true,
}

let cli: TestCli
beforeAll(async () => {
  cli = await openTestCli()
  for (const folder of ['cur', 'new', 'tmp'])
    await mkdir(join(cli.cwd, 'Maildir', folder), { recursive: true })
  await writeFile(join(cli.cwd, 'Maildir/new/1.host'), report)
  await writeFile(
    join(cli.cwd, 'Maildir/cur/2.host:2,S'),
    'From: reader@example.com\r\nSubject: Re: Today\r\n\r\nThanks!',
  )
  await writeFile(join(cli.cwd, 'Maildir/tmp/3.host'), report)
})
afterAll(() => cli.drop())

test('messages are classified without a database, one line each, from a file or a Maildir', async () => {
  await cli.write('report.eml', report.toString())
  const { code, json, stderr } = await cli.daywire('bounces', 'classify', 'report.eml', 'Maildir', '--json')
  expect(code).toBe(0)
  expect(json()).toEqual([
    { file: 'report.eml', kind: 'bounce', recipients: [gone] },
    { file: join(cli.cwd, 'Maildir/new/1.host'), kind: 'bounce', recipients: [gone] },
    { file: join(cli.cwd, 'Maildir/cur/2.host:2,S'), kind: 'other', recipients: [] },
  ])
  expect(stderr).toContain('3 messages')
})

test('the text output is a table; a missing file ends it', async () => {
  const { stdout } = await cli.daywire('bounces', 'classify', 'Maildir/new')
  expect(stdout).toMatch(
    /1\.host +bounce +reader@example\.com +no-such-address, for good +550 5\.1\.1 User unknown/,
  )
  expect(await cli.daywire('bounces', 'classify', 'nowhere.eml')).toMatchObject({ code: 1 })
})

test('a message from a pipe is received once, and listed with what was done', async () => {
  cli.type(report.toString())
  expect(await cli.daywire('bounces', 'receive', '--recipient', 'bounce@wire.example.org')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('1 not proven to be about one of our e-mails'),
  })
  const again = await cli.daywire('bounces', 'receive', 'Maildir', '--json')
  expect(again.json()).toMatchObject([
    { kind: 'bounce', outcomes: [null] },
    { kind: 'other', outcomes: ['reply'] },
  ])
  const { json } = await cli.daywire('bounces', 'list', '--kind', 'bounce', '--json')
  expect(json()).toMatchObject([{ address: 'reader@example.com', outcome: 'unmatched', hard: true }])
  const { stdout } = await cli.daywire('bounces', 'list')
  expect(stdout).toContain('reader@example.com')
  const { stderr } = await cli.daywire('bounces', 'settle', 'example.com', '--decision', 'drop')
  expect(stderr).toContain('no address at example.com is waiting for a decision')
})

test('messages that people wrote are listed, and each is resolved once', async () => {
  await cli.daywire('init', '--no-catalogue')
  await cli.daywire('subscribers', 'add', 'reader@example.com')
  cli.type(
    'From: reader@example.com\r\nSubject: Please\r\nMessage-ID: <wish@x>\r\n\r\nPlease unsubscribe me.',
  )
  await cli.daywire('bounces', 'receive')
  const { stdout, stderr } = await cli.daywire('bounces', 'replies', 'list')
  expect(stdout).toMatch(
    /reader@example\.com \(by its sender\) +asks to be unsubscribed: Please: Please unsub/,
  )
  expect(stderr).toMatch(/^[12] messages?$/m)
  const listed = (await cli.daywire('bounces', 'replies', 'list', '--json')).json<Record<string, unknown>>()
  const number = String(listed[0]?.['number'])
  expect(listed[0]).toMatchObject({ asksToLeave: true, knownBy: 'sender', decision: null })
  const settle = ['bounces', 'replies', 'settle', number, '--decision']
  expect((await cli.daywire(...settle, 'unsubscribe')).stderr).toContain(
    'is unsubscribed, and gets an e-mail',
  )
  expect((await cli.daywire('subscribers', 'list')).stdout).toMatch(/reader@example\.com.*unsubscribed/)
  expect(await cli.daywire(...settle, 'no-action')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('somebody has already decided'),
  })
  expect((await cli.daywire('bounces', 'replies', 'list', '--json')).json()).toHaveLength(listed.length - 1)
  expect((await cli.daywire('bounces', 'replies', 'list', '--all')).stdout).toContain('unsubscribed')
})

test('a message that hangs while it is read is not received: a pipe should retry later, and the other files are read', async () => {
  const other = await openTestCli()
  try {
    other.openReports = () => hangingReader()
    const hangs = hanging(report.toString())
    other.type(hangs)
    expect(await other.daywire('bounces', 'receive')).toMatchObject({
      code: 75,
      stderr: expect.stringContaining('it takes more than 3 seconds of computing'),
    })
    await other.write('1.eml', hangs)
    await other.write('2.eml', report.toString())
    const received = await other.daywire('bounces', 'receive', '1.eml', '2.eml', '--json')
    expect(received.code).toBe(3)
    expect(received.json()).toMatchObject([
      { file: join(other.cwd, '1.eml'), error: expect.stringContaining('was not read') },
      { file: join(other.cwd, '2.eml'), kind: 'bounce' },
    ])
    const classified = await other.daywire('bounces', 'classify', '1.eml', '2.eml')
    expect(classified).toMatchObject({ code: 3, stdout: expect.stringContaining('2.eml') })
    expect(classified.stderr).toMatch(/^1\.eml: the message was not read/)
    expect((await other.daywire('bounces', 'list', '--json')).json()).toHaveLength(1)
  } finally {
    await other.drop()
  }
})
