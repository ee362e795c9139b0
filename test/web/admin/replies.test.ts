import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../src/core/entities/actor.ts'
import { addSubscriber } from '../../../src/services/subscribers/add-subscriber.ts'
import { receiveMessage } from '../../../src/services/feedback/receive-message.ts'
import { findDigest } from '../../../src/services/newsroom/find-digest.ts'
import { setUp, testPages, type TestPages } from '../pages.ts'
import { signedIn } from '../signed-in.ts'

let home: TestPages
beforeAll(async () => {
  home = await testPages()
  await setUp(home)
})
afterAll(() => home.close())

const url = '/news/desk/readers/came-back/replies'

test('a reply is shown as text, and one click unsubscribes its reader', async () => {
  const { context } = home.app
  const digest = await findDigest(context, 'daily')
  const choices = { name: '', topics: [], days: [], hour: '', timeZone: '' }
  await addSubscriber(context, digest, { email: 'bo@example.com', ...choices }, systemActor)
  const lines = [
    'From: bo@example.com',
    'Subject: <b>Stop</b>',
    '',
    'Please remove me. <script>x()</script>\u202e',
  ]
  await receiveMessage(context, { bytes: Buffer.from(lines.join('\r\n')), envelope: null }, systemActor)
  const admin = await signedIn(context, 'admin')
  const page = async (query = '') =>
    (await home.web.inject({ url: `${url}${query}`, headers: admin.headers })).body
  const before = await page()
  expect(before).toContain('&lt;b&gt;Stop&lt;/b&gt;')
  expect(before).toContain('Please remove me. &lt;script&gt;x()&lt;/script&gt;</pre>')
  expect(before).toContain(
    'Its sender’s address is that of the reader bo@example.com. Anybody can write such an address.',
  )
  const [, reply = ''] = /name="reply" value="(\d+)"/.exec(before) ?? []
  const post = (fields: Record<string, string>) =>
    home.web.inject({ method: 'POST', url, headers: admin.formHeaders, payload: admin.form(fields) })
  expect((await post({ reply, decision: 'delete' })).statusCode).toBe(422)
  const done = await post({ reply, decision: 'unsubscribed' })
  expect(done.statusCode).toBe(303)
  expect(done.headers.location).toContain('done=reply-unsubscribed-now')
  expect((await post({ reply, decision: 'no-action' })).statusCode).toBe(409)
  expect(await page()).not.toContain('Please remove me')
  expect(await page('?which=all')).toContain('This reader no longer subscribes.')
  for (const [role, mayDecide] of [
    ['admin', true],
    ['analyst', false],
  ] as const) {
    const { headers } = await signedIn(context, role)
    for (const place of ['came-back', 'refusals']) {
      const { body } = await home.web.inject({ url: `/news/desk/readers/${place}`, headers })
      expect(body.includes(url), `${place} for ${role}`).toBe(mayDecide)
    }
  }
  const filter = { digestId: digest.id, afterId: 0, count: 1, status: null, query: 'bo@example.com' }
  expect(await context.store.subscribers.page(filter)).toMatchObject([{ status: 'unsubscribed' }])
})
