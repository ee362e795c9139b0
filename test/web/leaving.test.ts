import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../src/core/entities/actor.ts'
import { maskAddress } from '../../src/core/addresses/address.ts'
import { inertToken } from '../../src/core/token.ts'
import { findDigest } from '../../src/services/newsroom/find-digest.ts'
import { removeSubscriber } from '../../src/services/subscribers/remove-subscriber.ts'
import {
  liftSuppression,
  suppressAddress,
} from '../../src/services/subscribers/suppressions/suppress-address.ts'
import { unsubscribe } from '../../src/services/subscribers/leaving/unsubscribe.ts'
import { reader, setUp, testPages, type TestPages } from './pages.ts'

const email = 'maria.ostrand@example.org'

describe('leaving by a mail’s link', () => {
  let pages: TestPages
  let token: string
  const status = async () => (await pages.app.context.store.subscribers.byId(1))?.status
  const ask = (method: 'GET' | 'HEAD' | 'POST', path: string, type?: string, payload?: string) =>
    pages.web.inject({
      method,
      url: `/news/${path}`,
      ...(type && { headers: { 'content-type': type } }),
      ...(payload !== undefined && { payload }),
    })

  const form = 'application/x-www-form-urlencoded'
  /** The page to which a form that succeeded leads. */
  const followed = async ({ statusCode, headers }: Awaited<ReturnType<typeof ask>>) => {
    expect(statusCode).toBe(303)
    return pages.web.inject(String(headers['location']))
  }

  beforeEach(async () => {
    pages = await testPages()
    token = await reader(pages, await setUp(pages), email)
  })
  afterEach(() => pages.close())

  test('looking changes nothing, and shows the address only masked', async () => {
    const shown = await ask('GET', `u/${token}`)
    expect(shown.statusCode).toBe(200)
    expect(shown.body).toContain(maskAddress(email))
    expect(shown.body).not.toContain('maria')
    expect(shown.body).toContain(`action="/news/u/${token}"`)
    expect((await ask('HEAD', `u/${token}`)).statusCode).toBe(200)
    expect((await ask('GET', `u/${token}/undo`)).statusCode).toBe(404)
    expect(await status()).toBe('active')
  })

  test('a slash at the end of the link changes nothing about it', async () => {
    expect((await ask('POST', `u/${token}/`)).statusCode).toBe(200)
    expect(await status()).toBe('unsubscribed')
    expect((await ask('POST', `u/${token}/undo/`)).statusCode).toBe(303)
    expect(await status()).toBe('active')
  })

  test('the button leaves, twice as once, and one more takes it back', async () => {
    const left = await followed(await ask('POST', `u/${token}`, form, 'leave=page'))
    expect(left.body).toContain('You have unsubscribed from')
    expect(left.body).toContain(`/news/u/${token}/undo`)
    expect(await status()).toBe('unsubscribed')
    expect((await ask('POST', `u/${token}`)).statusCode).toBe(200)
    expect(await status()).toBe('unsubscribed')
    const back = await followed(await ask('POST', `u/${token}/undo`, form, ''))
    expect(back.body).toContain('You are subscribed again')
    expect(await status()).toBe('active')
    expect((await pages.app.context.store.subscribers.byId(1))?.topics).toEqual(['nuclear', 'missiles'])
  })

  const multipart = [
    '--x7',
    'Content-Disposition: form-data; name="List-Unsubscribe"',
    '',
    'One-Click',
    '--x7--',
    '',
  ]
  test.each([
    ['a form', 'application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'a form with its charset',
      'application/x-www-form-urlencoded; charset=UTF-8',
      'List-Unsubscribe=One-Click',
    ],
    ['a form of parts', 'multipart/form-data; boundary=x7', multipart.join('\r\n')],
  ])('a mail program’s one click leaves, as %s, without a page', async (_, type, body) => {
    const answer = await ask('POST', `u/${token}`, type, body)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toContain('text/plain')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(await status()).toBe('unsubscribed')
  })

  test.each([
    ['nothing at all', undefined, undefined],
    ['an empty form of parts', 'multipart/form-data; boundary=x7', ''],
    ['a type that nobody knows', 'application/octet-stream', 'List-Unsubscribe=One-Click'],
    ['JSON', 'application/json', '{"List-Unsubscribe":"One-Click"}'],
    ['JSON that is none', 'application/json', ''],
    ['plain text', 'text/plain', 'List-Unsubscribe=One-Click'],
  ])('the link alone is enough: %s leaves too', async (_, type, body) => {
    expect((await ask('POST', `u/${token}`, type, body)).statusCode).toBe(200)
    expect(await status()).toBe('unsubscribed')
  })

  test('the page that a form leads to says what was done only while that holds, and nothing of its own making', async () => {
    const said = async (done: string) => (await ask('GET', `u/${token}?done=${done}`)).body
    expect(await said('left')).not.toContain('role="status"')
    expect(await said('back')).toContain('You are subscribed again')
    await ask('POST', `u/${token}`)
    expect(await said('left')).toContain('You have unsubscribed from')
    for (const other of ['back', 'saved', '%3Cb%3E', 'left&done=left'])
      expect(await said(other), other).not.toContain('role="status"')
  })

  test.each([
    ['t', 'application/json', '{"topics":"cyber"}'],
    ['t', 'text/plain', 'topics=cyber'],
    ['t', 'multipart/form-data; boundary=x7', '--x7--'],
    ['undo', 'application/json', '{}'],
  ])('only leaving takes any body: %s refuses %s', async (page, type, body) => {
    const before = await pages.app.context.store.subscribers.byId(1)
    const path = page === 't' ? `t/${token}` : `u/${token}/undo`
    const answer = await ask('POST', path, type, body)
    expect(answer.statusCode).toBe(415)
    expect(answer.body).toContain('That could not be read')
    expect(await pages.app.context.store.subscribers.byId(1)).toEqual(before)
  })

  test('a link is opened once a request', async () => {
    const { subscribers } = pages.app.context.store
    let opened = 0
    const byId = subscribers.byId
    subscribers.byId = async (id) => {
      opened += 1
      return byId(id)
    }
    const countOf = async (...asked: Parameters<typeof ask>) => {
      opened = 0
      await ask(...asked)
      return opened
    }
    expect(await countOf('GET', `u/${token}`)).toBe(1)
    expect(await countOf('GET', `t/${token}`)).toBe(1)
    expect(await countOf('POST', `t/${token}`, form, 'topics=cyber')).toBe(1)
    expect(await countOf('POST', `u/${token}`, form, 'leave=page')).toBe(1)
    expect(await countOf('POST', `u/${token}/undo`, form, '')).toBe(1)
  })

  test.each([
    'T.',
    'T,',
    'T)',
    'T%3E',
    'T%22',
    '%3CT%3E',
    'T%C2%A0',
    'T%20',
    'T%E3%80%82',
    'T%E2%80%8B',
    'T&amp;x=1',
    'T=',
  ])('what a mail program takes for a part of the link changes nothing: %s', async (written) => {
    const link = written.replace('T', token)
    expect((await ask('GET', `u/${link}`)).body).toContain(`action="/news/u/${token}"`)
    expect((await ask('GET', `t/${link}`)).statusCode).toBe(200)
    expect((await ask('POST', `u/${link}`)).statusCode).toBe(200)
    expect(await status()).toBe('unsubscribed')
  })

  test.each(['%20', '%0D%0A', '=%0A', '=%0D%0A%20'])(
    'nor does a line that ends within it: %s',
    async (end) => {
      const broken = `${token.slice(0, 11)}${end}${token.slice(11)}`
      expect((await ask('POST', `u/${broken}`)).statusCode).toBe(200)
      expect(await status()).toBe('unsubscribed')
    },
  )

  test('a link that is not ours opens nothing', async () => {
    const garbled = [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      inertToken,
      'x',
      `${token}a`,
      '%00',
    ]
    for (const wrong of garbled)
      for (const method of ['GET', 'POST'] as const)
        for (const path of [`u/${wrong}`, `t/${wrong}`])
          expect((await ask(method, path)).statusCode, `${method} ${path}`).toBe(404)
    expect(await status()).toBe('active')
  })

  test('the link of an erased person opens nothing', async () => {
    const subscription = await pages.app.context.store.subscribers.byId(1)
    await pages.app.context.store.erasing.people([subscription?.subscriberId ?? 0])
    expect((await ask('GET', `u/${token}`)).statusCode).toBe(404)
    expect((await ask('POST', `t/${token}`)).statusCode).toBe(404)
  })

  describe('coming back by the link', () => {
    const removed = (suppress: string | null = null) =>
      digestOf().then((digest) =>
        removeSubscriber(
          pages.app.context,
          digest,
          email,
          { erase: false, suppress, dryRun: false },
          commandActor,
        ),
      )
    const digestOf = () => findDigest(pages.app.context, 'daily')
    const days = (count: number) => pages.clock.set(pages.clock.now().add({ hours: 24 * count }))

    /** The page offers no way back, and asking for it all the same changes nothing. */
    async function isClosed() {
      const shown = await ask('GET', `u/${token}`)
      expect(shown.statusCode).toBe(200)
      expect(shown.body).not.toContain('/undo')
      expect(shown.body).toContain('This link cannot restore the subscription')
      const asked = await ask('POST', `u/${token}/undo`, 'application/x-www-form-urlencoded', '')
      expect(asked.statusCode).toBe(409)
      expect(asked.body).not.toContain('You are subscribed again')
      expect(await status()).toBe('unsubscribed')
    }

    test('who was removed by an admin is not brought back', async () => {
      await removed()
      await isClosed()
    })

    test('nor who came back by the link and was removed then, or removed and left once more', async () => {
      await ask('POST', `u/${token}`)
      await ask('POST', `u/${token}/undo`)
      await removed()
      await isClosed()
      await ask('POST', `u/${token}`)
      await isClosed()
    })

    test('nor who left by the link and was suppressed since; once that is lifted, the link works again', async () => {
      await ask('POST', `u/${token}`)
      const grounds = { reason: 'asked by phone', actor: commandActor, dryRun: false }
      await suppressAddress(pages.app.context, email, grounds)
      await isClosed()
      await liftSuppression(pages.app.context, email, grounds)
      expect((await followed(await ask('POST', `u/${token}/undo`))).body).toContain(
        'You are subscribed again',
      )
    })

    test('nor by a link that did not end it, of another subscription', async () => {
      const [subscription] = await pages.app.context.store.subscribers.byIds([1])
      if (!subscription) throw new Error('there is no subscription')
      await unsubscribe(pages.app.context, subscription, commandActor, subscription.id + 1)
      await isClosed()
    })

    test('nor later than 30 days; on the thirtieth the link still works', async () => {
      await ask('POST', `u/${token}`)
      days(30)
      expect((await ask('GET', `u/${token}`)).body).toContain('/undo')
      expect((await followed(await ask('POST', `u/${token}/undo`))).body).toContain(
        'You are subscribed again',
      )
      await ask('POST', `u/${token}`)
      days(30)
      pages.clock.set(pages.clock.now().add({ milliseconds: 1 }))
      await isClosed()
    })

    test('pressed twice it is as once, and choices made after leaving do not make it older or younger', async () => {
      await ask('POST', `u/${token}`)
      days(20)
      await ask('POST', `t/${token}`, 'application/x-www-form-urlencoded', 'topics=missiles')
      await ask('POST', `u/${token}`)
      days(11)
      await isClosed()
    })
  })
})
