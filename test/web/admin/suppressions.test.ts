import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { receiveMessage } from '../../../src/services/feedback/receive-message.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { removeSubscriber } from '../../../src/services/subscribers/remove-subscriber.ts'
import { openTestDesk, type TestDesk } from '../desk/open-desk.ts'
import { message } from '../../mail/incoming/support.ts'
import { comesBack } from './came-back.ts'

const hostile = '<script>alert(1)</script> & "quoted" \u202Ereversed'
let desk: TestDesk

beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  for (const name of ['gone', 'policy', 'erased', 'open']) await room.reader(`${name}@example.com`)
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.wake('2026-11-09T08:00:00Z')
  await room.wake('2026-11-10T06:30:10Z')
  await room.wake('2026-11-10T07:00:10Z')
  const { context } = room.app
  await comesBack(context, { subscription: 1, edition: 1 }, { email: 'gone@example.com' })
  const ours = { email: 'policy@example.com', status: '5.7.1', says: `554 blocked for policy ${hostile}` }
  await comesBack(context, { subscription: 2, edition: 1 }, ours)
  const stray = message(
    'From: x@y.example',
    'Auto-Submitted: auto-generated',
    `Subject: ${hostile}`,
    'Message-ID: <s@y>',
    '',
    hostile,
  )
  await receiveMessage(context, { bytes: stray, envelope: null }, commandActor)
  await suppressAddress(context, 'erased@example.com', {
    reason: 'asked by phone',
    actor: commandActor,
    dryRun: false,
  })
  const erased = { erase: true, suppress: null, dryRun: false }
  await removeSubscriber(context, room.digest, 'erased@example.com', erased, commandActor)
  await desk.as('admin')
})
afterAll(() => desk.close())

const hashOf = (page: string, name: string) =>
  new RegExp(`suppressions/address/([0-9a-f]{32})[^"]*">${name}`).exec(page)?.[1] ?? ''

test('the list shows the cause of each, marks erased readers, and is searched by address and reason', async () => {
  const all = await desk.get('readers/suppressions')
  expect(all).toContain('gone@example.com')
  expect(all).toMatch(/came-back\/1">Report 1</)
  expect(all).toMatch(/Erased reader \([0-9a-f]{8}\)/)
  const found = await desk.get('readers/suppressions?q=@example.com&reason=NO+such')
  expect(found).toContain('gone@example.com')
  expect(found).not.toContain('Erased reader')
  for (const query of ['q=zz', 'reason=zz', 'from=2027-01-01', 'until=2025-01-01'])
    expect(await desk.get(`readers/suppressions?${query}`)).toContain('Nothing found')
  await desk.get('readers/suppressions?q=%00&from=2026-99-99&after=zz.zz&kind=domains')
})

test('a report is shown with its reader and edition, as text, and only admins can download it', async () => {
  const report = await desk.get('readers/came-back/1')
  for (const part of ['gone@example.com', '/readers/1/mails/1', 'This is why the address is suppressed'])
    expect(report).toContain(part)
  const odd = await desk.get('readers/came-back/3')
  expect(odd).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(odd).not.toContain('<script>alert(1)')
  expect(odd).not.toContain('\u202E')
  expect(odd).toContain('not proven to be about one of our e-mails')
  const { headers, body } = await desk.answer('readers/came-back/3/message')
  expect(headers['content-type']).toBe('application/octet-stream')
  expect(headers['content-disposition']).toBe('attachment; filename="report-3.eml"')
  expect(body).toContain('Message-ID: <s@y>')
  await desk.get('readers/came-back/999', 404)
  await desk.as('analyst')
  await desk.get('readers/came-back/3/message', 403)
  expect(await desk.get('readers/came-back/3')).not.toContain('Download the message')
  await desk.as('admin')
})

test('a list filtered by an unknown kind is not called empty', async () => {
  const none = await desk.get('readers/came-back?outcome=late')
  expect(none).toContain('No such report')
  expect(none).not.toContain('No reports yet')
})

test('unproven reports, and servers that refuse us, are listed separately', async () => {
  const unmatched = await desk.get('readers/came-back?outcome=unmatched')
  expect(unmatched).toContain('x@y.example')
  expect(unmatched).not.toContain('gone@example.com')
  const refusals = await desk.get('readers/refusals')
  expect(refusals).toContain('example.com: Refused by policy')
  expect(refusals).toContain('1 e-mail refused')
  expect(refusals).not.toContain('<script>alert')
  const { room } = desk
  const [alert] = (await room.app.context.store.messages.list(20)).filter(
    ({ content }) => content.kind === 'alert' && content.page === 'desk/readers/refusals',
  )
  expect(alert).toBeDefined()
})

test('the reader’s history and the e-mail’s row show the bounce', async () => {
  const reader = await desk.get('readers/1')
  expect(reader).toContain('Accepted by the relay')
  expect(reader).toContain('Bounced: 550 no such user')
  expect(reader).toMatch(/suppressions\/address\/[0-9a-f]{32}">Suppressed since/)
  expect(await desk.get('readers/1/mails/1')).toContain('Bounced: 550 no such user')
})

test('lifting needs a note, and a later bounce is marked as repeated', async () => {
  const hash = hashOf(await desk.get('readers/suppressions'), 'gone')
  const page = `readers/suppressions/address/${hash}`
  expect((await desk.post(`${page}/lift`, { reason: ' ' }, 422)).body).toContain('Say why, in a few words')
  await desk.post(`${page}/note`, { note: `They moved. ${hostile}` })
  expect((await desk.post(`${page}/note`, { note: '' }, 422)).body).toContain('A note needs some text')
  await desk.post(`${page}/lift`, { reason: 'the mailbox works again' })
  const lifted = await desk.get(page)
  for (const part of ['Not suppressed', 'Lifted: the mailbox works again', 'They moved. &lt;script&gt;'])
    expect(lifted).toContain(part)
  const { room } = desk
  await room.story('b', 'Inspectors travel to the plant', 'nuclear')
  await room.wake('2026-11-10T20:00:00Z')
  await room.wake('2026-11-11T06:30:10Z')
  await room.wake('2026-11-11T07:00:10Z')
  // The earlier session expired overnight.
  await desk.as('admin')
  await comesBack(room.app.context, { subscription: 1, edition: 2 }, { email: 'gone@example.com' })
  const again = await desk.get(page)
  expect(again).toContain('Suppressed again: it was lifted on')
  expect(again).toContain('550 no such user')
})

test('an address is added, or a domain after a preview of its readers', async () => {
  const add = 'readers/suppressions/add'
  const fields = { place: 'new@elsewhere.example', reason: 'asked by phone', note: 'On Monday.' }
  expect((await desk.post(add, fields)).location).toMatch(/suppressions\/address\/[0-9a-f]{32}/)
  expect((await desk.post(add, { ...fields, place: 'nothing' }, 422)).body).toContain('is not a domain')
  expect((await desk.post(add, { ...fields, place: 'a b@x.example' }, 422)).body).toContain('a b@x.example')
  const domain = { place: 'Example.COM', subdomains: '1', reason: 'closed', note: '' }
  expect((await desk.post(add, { ...domain, reason: '' }, 422)).body).toContain('Say why, in a few words')
  const shown = (await desk.post(add, domain, 200)).body
  expect(shown).toContain('example.com and its subdomains has 3 readers')
  expect(await desk.get('readers/suppressions?kind=domains')).toContain('No domain is suppressed')
  const seen = /name="seen" value="([^"]+)"/.exec(shown)?.[1] ?? ''
  const { location } = await desk.post(add, { ...domain, seen })
  expect(location).toContain('/suppressions/domain/example.com')
  expect(await desk.get('readers/suppressions?kind=domains&q=exam')).toContain(
    'example.com and its subdomains',
  )
  expect(await desk.get('readers/4')).toContain('Every address at example.com has been suppressed since')
  const whole = await desk.get('readers/suppressions/domain/example.com')
  expect(whole).toContain('<dt>Readers</dt><dd>3</dd>')
  await desk.post('readers/suppressions/domain/example.com/lift', { reason: 'open again' })
  expect(await desk.get('readers/4')).not.toContain('Every address at')
  await desk.get('readers/suppressions/domain/never.example', 404)
})

test('an analyst can view, and is offered no changes', async () => {
  const hash = hashOf(await desk.get('readers/suppressions'), 'gone')
  await desk.as('analyst')
  for (const path of [
    'suppressions',
    'suppressions?kind=domains',
    `suppressions/address/${hash}`,
    'refusals',
  ])
    expect(await desk.get(`readers/${path}`)).not.toMatch(/<main[^]*method="post"/)
  await desk.get('readers/suppressions/add', 403)
  await desk.post(`readers/suppressions/address/${hash}/lift`, { reason: 'x' }, 403)
  await desk.get('readers/suppressions/export', 403)
  await desk.as('admin')
})

test('the export requires a recent sign-in', async () => {
  expect(await desk.get('readers/suppressions/export')).toContain('A CSV file of the suppressed addresses')
  const { room } = desk
  room.clock.set(room.clock.now().add({ minutes: 11 }).toString())
  expect((await desk.answer('readers/suppressions/export')).statusCode).toBe(303)
})
