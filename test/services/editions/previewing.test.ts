import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { inertToken } from '../../../src/core/token.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { setNote } from '../../../src/services/editions/changing/edition/set-note.ts'
import { inEdition } from '../../../src/services/editions/changing/make-change.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { asShown } from '../../../src/services/editions/viewing/day/as-shown.ts'
import { openPreparedEditions } from '../../../src/services/editions/viewing/preview/prepared-editions.ts'
import {
  preview,
  previewOf,
  type PreviewFor,
} from '../../../src/services/editions/viewing/preview/preview.ts'
import {
  listTestAddresses,
  setTestAddresses,
} from '../../../src/services/editions/viewing/preview/test-addresses.ts'
import { suppressAddress } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { inWords } from '../../in-words.ts'
import { sendTestMails } from '../../../src/services/editions/viewing/preview/send-test-mails.ts'
import { sendDue } from '../../../src/services/sending/delivery/send-due.ts'
import { sendMessages } from '../../../src/services/sending/outbox/send-messages.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const topics = ['nuclear', 'missiles', 'biological']
/** Twenty readers, of every set of these topics and of addresses that need encoding. */
const readers = Array.from({ length: 20 }, (_, number) => ({
  email: number % 5 === 4 ? `leser=${number}.x@example.org` : `reader${number}@example.org`,
  topics: topics.filter((_topic, bit) => (number >> bit) & 1),
}))

let home: TestStore
let room: TestNewsroom
let draft: Edition
const context = () => room.app.context
const digest = () => room.digest

beforeEach(async () => {
  home = await dialects[0]!.open()
  room = await testNewsroom(home)
  for (const { email, topics: chosen } of readers) await room.reader(email, { topics: chosen })
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.story('b', 'A second launcher is seen – “late”', 'missiles')
  await room.story('c', 'Pathogen register is opened to neighbours', 'biological')
  const { id: _id, createdAt, ...traits } = room.digest
  await home.store.digests.put({ ...traits, approval: 'one' }, createdAt)
  draft = (await run(context(), { ...room.digest, approval: 'one' }, commandActor)).edition
})
afterEach(() => room.close())

const tokens = /(?<=[ut]\/|%20)[\w-]{24}(?=[^\w-])/g
/** The bytes without intended differences: the date, and tokens of the same length. */
const plain = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .replace(/=\r\n/g, '')
    .replace(tokens, inertToken)
    .replace(/^Date: .*$/m, 'Date')
const headerOf = (bytes: Buffer, name: string): string =>
  new RegExp(`^${name}: (.*(?:\r\n .*)*)`, 'm').exec(bytes.toString('latin1'))?.[1] ?? ''
const received = async (email: string): Promise<Buffer> => {
  const mails = await room.app.mails()
  return mails.find(({ bytes }) => headerOf(bytes, 'To') === email)?.bytes ?? Buffer.alloc(0)
}
const shownTo = (email: string, edition: Edition) =>
  preview(context(), digest(), edition, { kind: 'subscriber', email })

test('the source of each of 20 previews is what the SMTP server gets, for a draft and a sent edition', async () => {
  const before = await Promise.all(readers.map(({ email }) => shownTo(email, draft)))
  await approve(context(), draft, commandActor)
  await startSending(context(), await room.edition(draft.id), true)
  await sendDue(context(), new AbortController().signal)
  const sent = await room.edition(draft.id)
  expect(sent.status).toBe('sent')
  for (const [index, { email }] of readers.entries()) {
    const mail = await received(email)
    expect(mail.length).toBeGreaterThan(5000)
    expect(mail.toString('latin1').match(tokens)).not.toContain(inertToken)
    const after = await shownTo(email, sent)
    for (const source of [before[index]!.eml(), after.eml()]) {
      expect(source.length, email).toBe(mail.length)
      expect(plain(source)).toBe(plain(mail))
    }
  }
}, 60_000)

test('a test e-mail equals the preview except for its label and Message-ID, has no working links, and is not a delivery', async () => {
  const wanted: PreviewFor = { kind: 'topics', topics: ['biological'] }
  const to = ['ed@example.org', ' ed@example.org', 'chi@example.org']
  const sent = await sendTestMails(context(), { digest: digest(), edition: draft, wanted, to }, commandActor)
  expect(sent).toEqual({
    ok: true,
    subject: '[Test] Pathogen register is opened to neighbours',
    to: ['ed@example.org', 'chi@example.org'],
  })
  await sendMessages(context())
  const shown = await preview(context(), digest(), draft, wanted)
  const own = (bytes: Buffer): string =>
    plain(bytes)
      .replace(/^Message-ID: .*$/m, '')
      .replaceAll(/reader@example\.org|(ed|chi)@example\.org/g, 'SOMEBODY')
      .replaceAll('[Test] ', '')
  const [first, second] = [await received('ed@example.org'), await received('chi@example.org')]
  expect(own(first)).toBe(own(shown.eml()))
  const shownTokens = new Set(first.toString('latin1').match(tokens))
  expect([...shownTokens]).toEqual([inertToken])
  expect(headerOf(first, 'Message-ID')).not.toBe(headerOf(second, 'Message-ID'))
  expect(await home.store.deliveries.counts(draft.id)).toEqual({})
})

test('test e-mails are limited, and go to valid addresses', async () => {
  const send = (to: string[]) =>
    sendTestMails(
      context(),
      { digest: digest(), edition: draft, wanted: { kind: 'topics', topics: [] }, to },
      commandActor,
    )
  expect(await send(['nobody'])).toMatchObject({ ok: false, code: 'test-mail-bad-address' })
  expect(await send([])).toMatchObject({ ok: false, code: 'test-mail-no-address' })
  const many = (count: number) => Array.from({ length: count }, (_, n) => `ed${n}@example.org`)
  expect(await send(many(11))).toMatchObject({ ok: false, code: 'test-mail-too-many-addresses' })
  for (let round = 0; round < 6; round++) expect(await send(many(10))).toMatchObject({ ok: true })
  expect(await send(['ed@example.org'])).toMatchObject({ ok: false, code: 'test-mails-too-many' })
  expect(await home.store.messages.list(99)).toHaveLength(60)
})

test('no test e-mail is sent to a suppressed address, or to others given with it', async () => {
  const grounds = { reason: 'asked by phone', actor: commandActor, dryRun: false }
  await suppressAddress(context(), 'gone@example.org', grounds)
  const wanted: PreviewFor = { kind: 'topics', topics: [] }
  const asked = { digest: digest(), edition: draft, wanted }
  const to = ['ed@example.org', 'GONE@example.org']
  expect(inWords(await sendTestMails(context(), { ...asked, to }, commandActor))).toEqual({
    ok: false,
    reason: '“GONE@example.org” gets no e-mail, because it is suppressed: asked by phone; nothing was sent',
  })
  expect(await home.store.messages.list(9)).toHaveLength(0)
})

test('the saved addresses of a digest are valid, unique and limited in number', async () => {
  const set = (to: string[]) => setTestAddresses(context(), digest(), to, commandActor)
  const saved = () => listTestAddresses(context(), digest(), commandActor)
  await set(['ed@example.org', 'Ed@Example.org', ' chi@example.org'])
  expect(await saved()).toEqual(['chi@example.org', 'ed@example.org'])
  expect(await set(['nobody'])).toMatchObject({ ok: false, code: 'test-mail-bad-address' })
  const many = Array.from({ length: 21 }, (_, n) => `ed${n}@example.org`)
  expect(await set(many)).toMatchObject({ ok: false, code: 'test-addresses-too-many' })
  expect(await saved()).toEqual(['chi@example.org', 'ed@example.org'])
  await set([])
  expect(await saved()).toEqual([])
})

test('an edition is rendered once for all its previews, again after a change, and after a minute at the latest', async () => {
  let rendered = 0
  const counting = {
    ...context(),
    renderer: {
      ...context().renderer,
      digest: (sheet: Parameters<typeof renderer.digest>[0]) => {
        rendered += 1
        return renderer.digest(sheet)
      },
    },
  }
  const { renderer } = context()
  const editions = openPreparedEditions(counting)
  const noteIn = async (edition: Edition) => {
    const prepared = await editions.of(edition)
    return (await previewOf(counting, digest(), prepared, { kind: 'topics', topics: [] })).text()
  }
  await Promise.all([noteIn(draft), noteIn(draft)])
  expect(rendered).toBe(1)
  await setNote(context(), inEdition(draft), { text: 'Back on Monday.' }, commandActor)
  const changed = await room.edition(draft.id)
  expect(await noteIn(changed)).toContain('Back on Monday.')
  expect(rendered).toBe(2)
  room.clock.set(context().clock.now().add({ seconds: 61 }).toString())
  await noteIn(changed)
  expect(rendered).toBe(3)
})

describe('a frame shows an e-mail', () => {
  test('in light or dark, and without pictures, while its source stays', async () => {
    const html = (await preview(context(), digest(), draft, { kind: 'topics', topics: [] })).html()
    expect(html).toContain('@media (prefers-color-scheme: dark)')
    const dark = asShown(html, { scheme: 'dark', pictures: true })
    expect(dark).toContain('@media all {')
    expect(dark).toContain('name="color-scheme" content="dark"')
    expect(asShown(html, { scheme: 'light', pictures: true })).toContain('@media not all {')
    expect(asShown(html, { scheme: null, pictures: true })).toBe(html)
    expect(
      asShown('<img alt="A hall" src="https://a.example/x.png" width="1">', {
        scheme: null,
        pictures: false,
      }),
    ).toBe('<img alt="A hall" width="1">')
  })

  test('with the sender, subject and preheader of an inbox', async () => {
    const { inbox } = await preview(context(), digest(), draft, { kind: 'topics', topics: ['missiles'] })
    expect(inbox).toEqual({
      sender: expect.stringMatching(/./),
      subject: 'A second launcher is seen – “late”',
      preheader: 'What was said of A second launcher is seen – “late”.',
    })
  })
})
