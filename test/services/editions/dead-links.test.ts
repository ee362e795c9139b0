import type { RequestListener, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { CheckResult } from '../../../src/core/entities/check.ts'
import { english } from '../../../src/core/said/sentence.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { checkEdition } from '../../../src/services/editions/checks/check-edition.ts'
import { checkLinks } from '../../../src/services/editions/checks/links/check-links.ts'
import type { Context } from '../../../src/services/context.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { serve } from '../../sources/setting.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('dead links on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let draft: Edition
  let asked: string[]

  const context = () => room.app.context
  const check = (own: Partial<Context> = {}, signal = new AbortController().signal) =>
    checkLinks({ ...context(), ...own }, signal)
  const findings = async (): Promise<CheckResult[]> =>
    (await checkEdition(context(), await room.edition(draft.id), 'quick')).results.filter(
      (result) => result.check === 'dead-links',
    )
  const found = async (): Promise<string[]> =>
    (await findings()).map((result) => english(result).replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'HOST'))
  const later = (minutes: number) => room.clock.set(context().clock.now().add({ minutes }).toString())

  /** A site on loopback with these answers by path; it records its requests. */
  const site = (answers: Record<string, number | ((response: ServerResponse) => void)>) => {
    const listener: RequestListener = ({ url = '' }, response) => {
      if (url === '/robots.txt') return void response.writeHead(404).end()
      asked.push(url)
      const answer = answers[url] ?? 200
      if (typeof answer === 'function') return answer(response)
      return void response.writeHead(answer, { 'content-type': 'text/html' }).end('<p>A page.</p>')
    }
    return serve(listener)
  }

  /** A link to loopback, as in these tests, blocks approval. */
  const approveIt = async () => {
    const passes = [{ check: 'private-links', reason: 'a test' }]
    return approve(context(), await room.edition(draft.id), commandActor, { passes })
  }

  /** Gives the first story of the draft this link, and the links of others that report it. */
  async function link(own: string, also: string[] = []): Promise<number> {
    const [item] = await home.store.contents.items(draft.id)
    if (!item) throw new Error('the edition is empty')
    const others = also.map((one) => ({ name: 'Wire', link: one }))
    await home.store.contents.putItem(draft.id, { ...item, link: own, also: others })
    return item.storyId
  }

  beforeEach(async () => {
    asked = []
    home = await open()
    room = await testNewsroom(home)
    await room.reader('ada@example.org')
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    await home.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
    await room.wake('2026-11-09T08:00:00Z')
    await room.wake('2026-11-10T06:30:10Z')
    const newest = await home.store.editions.newestScheduled(room.digest.id)
    if (!newest) throw new Error('nothing was composed')
    draft = newest
  })
  afterEach(() => room.close())

  test('each link is requested once, by a separate run; dead links are shown at their story', async () => {
    const host = await site({ '/gone': 410, '/lost': 404, '/moved': 301 })
    const story = await link(`${host}/lost#part`, [`${host}/fine`, `${host}/gone`, `${host}/fine#two`])
    expect(await found()).toEqual(['3 links are not checked yet.'])
    expect(asked).toEqual([])
    await check()
    await check()
    expect(asked.toSorted()).toEqual(['/fine', '/gone', '/lost'])
    expect(await found()).toEqual([
      '“Seals counted in the hall” has a link that leads nowhere: there is no such page. It was checked at 2026-11-10 06:30: HOST/lost',
      '“Seals counted in the hall” has a link that leads nowhere: the page was removed. It was checked at 2026-11-10 06:30: HOST/gone',
    ])
    expect((await findings())[0]?.place).toEqual({ kind: 'story', story, field: 'link' })
    expect((await findings())[0]?.severity).toBe('warn')
  })

  test('a temporary error is retried within the hour, and only then is the link dead', async () => {
    const host = await site({ '/down': 503, '/slow': (response) => response.destroy() })
    await link(`${host}/down`, [`${host}/slow`])
    for (const minutes of [0, 1, 2, 10]) {
      later(minutes)
      await check()
      expect(await found()).toEqual(['2 links are not checked yet.'])
    }
    later(30)
    await check()
    expect(asked.filter((path) => path === '/down')).toHaveLength(4)
    expect(await found()).toEqual([
      expect.stringMatching(/its server reported a fault, several times\. .*HOST\/down$/),
      expect.stringMatching(/its server did not answer, several times\. .*HOST\/slow$/),
    ])
  })

  test('a result holds for hours, then the link is requested again; a link that works again is no longer reported', async () => {
    let status = 404
    const host = await site({ '/page': (response) => void response.writeHead(status).end() })
    await link(`${host}/page`)
    await check()
    later(60)
    await check()
    expect(asked).toHaveLength(1)
    status = 200
    later(12 * 60)
    await check()
    expect(asked).toHaveLength(2)
    expect(await found()).toEqual([])
  })

  test('a site that refuses programs is not called dead', async () => {
    const host = await serve(({ url }, response) => {
      if (url === '/robots.txt') return void response.end('User-agent: *\nDisallow: /closed')
      asked.push(url ?? '')
      response.writeHead(url === '/busy' ? 429 : 403).end()
    })
    await link(`${host}/closed`, [`${host}/busy`, `${host}/no`])
    await check()
    expect(asked.toSorted()).toEqual(['/busy', '/no'])
    expect(await found()).toEqual([])
  })

  test('a private address is never connected to, not even by a redirect', async () => {
    const host = await site({
      '/in': (response) => void response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
    })
    await link(`${host}/in`, ['http://192.168.0.7/router'])
    await check()
    expect(asked).toEqual(['/in'])
    expect(await found()).toEqual([
      expect.stringMatching(/it leads into a private network\. .*HOST\/in$/),
      expect.stringMatching(/it leads into a private network\. .*http:\/\/192\.168\.0\.7\/router$/),
    ])
  })

  test('only the beginning of a page is read, however long it is', async () => {
    let written = 0
    const host = await site({
      '/endless': (response) => {
        response.writeHead(200, { 'content-type': 'text/html' })
        const more = (): void => {
          while (!response.destroyed && response.write('x'.repeat(16_384))) written += 16_384
          written += 16_384
          if (!response.destroyed) response.once('drain', more)
        }
        more()
      },
    })
    await link(`${host}/endless`)
    await check()
    expect(await found()).toEqual([])
    // Plus the content of the buffers at both ends.
    expect(written).toBeLessThan(20_000_000)
  })

  test('requests per host are few in a turn, one after the other, and limited per edition', async () => {
    let now = 0
    let mostAtOnce = 0
    const host = await serve(({ url }, response) => {
      if (url === '/robots.txt') return void response.writeHead(404).end()
      mostAtOnce = Math.max(mostAtOnce, ++now)
      asked.push(url ?? '')
      setImmediate(() => {
        now -= 1
        response.end('A page.')
      })
    })
    await link(
      `${host}/0`,
      Array.from({ length: 300 }, (_, n) => `${host}/${n + 1}`),
    )
    await check()
    expect(asked).toHaveLength(6)
    expect(mostAtOnce).toBe(1)
    expect(await found()).toEqual(['194 links are not checked yet.'])
  })

  test('a run that is ended leaves its link to a later one; approval does not wait', async () => {
    const stop = new AbortController()
    const host = await site({ '/hangs': () => stop.abort() })
    await link(`${host}/hangs`)
    expect(await approveIt()).toMatchObject({ ok: true })
    await check({}, stop.signal)
    expect(await found()).toEqual(['1 link is not checked yet.'])
    await check()
    expect(asked).toHaveLength(1)
    const second = new AbortController()
    later(4)
    const running = check({}, second.signal)
    await expect.poll(() => asked.length).toBe(2)
    second.abort()
    await running
  })

  test('an edition that was sent has no pending links, and old results are deleted', async () => {
    const host = await site({ '/lost': 404 })
    await link(`${host}/lost`)
    await check()
    await approveIt()
    await room.wake('2026-11-10T12:00:10Z')
    expect((await room.edition(draft.id)).status).toBe('sent')
    expect(await found()).toHaveLength(1)
    later(31 * 24 * 60)
    await check()
    expect(await found()).toEqual([])
  })
})
