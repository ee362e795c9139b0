import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../src/core/entities/actor.ts'
import { withdrawStory } from '../../src/services/editions/stopping/withdraw-story.ts'
import { testPages } from './pages.ts'
import { openTestWeb, type TestWeb } from './sent-edition.ts'

let it: TestWeb
beforeEach(async () => {
  it = await openTestWeb()
})
afterEach(() => it.close())

const front = async () => (await it.web.inject('/news/')).body
/** After the two seconds within which every change is shown. */
const later = async () => {
  it.room.clock.set(it.room.clock.now().add({ seconds: 2 }).toString())
  return front()
}
const headline = /<article class="lead">[\s\S]*?<h2>[\s\S]*?>([^<]+)</
const idOf = async (words: string) => (await it.home.store.stories.byHeadline(words, 1))[0]?.id ?? 0

test('shows the newest edition: lead, next stories, topics, earlier editions', async () => {
  const body = await front()
  expect(headline.exec(body)?.[1]).toContain('enrichment hall')
  expect(body).toContain('Interceptor battery leaves the coast')
  expect(body).toContain('href="/news/topics/nuclear"')
  expect(body).toContain('produced by Sample Publisher')
  for (const place of ['main', 'topics', 'search', 'foot']) {
    expect(body).toContain(`href="#${place}"`)
    expect(body).toContain(`id="${place}"`)
  }
})

test('a hostile headline is text, in the page, in its head and in its structured data', async () => {
  const body = await front()
  expect(body).toContain('&lt;b&gt;')
  expect(body).not.toContain('hall <b>')
  const data = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(body)?.[1] ?? ''
  expect(JSON.parse(data)).toMatchObject({ '@type': 'WebSite' })
})

test('a withdrawn lead is replaced by the next story within two seconds, and leaves a tombstone', async () => {
  await front()
  const storyId = await idOf('enrichment')
  await withdrawStory(it.room.app.context, { storyId, reason: 'wrong' }, commandActor)
  const body = await later()
  expect(headline.exec(body)?.[1]).toContain('Interceptor')
  expect(body).not.toContain('enrichment hall')
  expect(body).toContain('This story was withdrawn on November 16, 2026.')
})

test('a story under embargo appears nowhere', async () => {
  await front()
  await it.home.execute(
    `update stories set embargo_until = ${Date.parse('2026-12-01')} where id = ${await idOf('Interceptor')}`,
  )
  expect(await later()).not.toContain('Interceptor')
})

describe('cached', () => {
  test('the page is rendered at most once a second, however many request it', async () => {
    await front()
    const { archive } = it.home.store
    let asked = 0
    const ask = archive.contents
    archive.contents = async (id) => {
      asked += 1
      return ask(id)
    }
    await Promise.all(Array.from({ length: 20 }, front))
    expect(asked).toBe(0)
    it.room.clock.set(it.room.clock.now().add({ seconds: 1 }).toString())
    await Promise.all(Array.from({ length: 20 }, front))
    expect(asked).toBe(1)
  })

  test('a current entity tag is answered with 304', async () => {
    const { headers } = await it.web.inject('/news/')
    expect(headers).toMatchObject({ 'cache-control': 'public, no-cache' })
    const again = await it.web.inject({
      url: '/news/',
      headers: { 'if-none-match': String(headers['etag']) },
    })
    expect(again.statusCode).toBe(304)
    expect(again.body).toBe('')
  })

  test('a compressed response has the same content, with a separate tag', async () => {
    const plain = await it.web.inject('/news/')
    const ask = (encoding: string, more = {}) =>
      it.web.inject({ url: '/news/', headers: { 'accept-encoding': encoding, ...more } })
    const packed = await ask('br, gzip;q=0.8')
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body)
    const tag = String(packed.headers['etag'])
    expect(tag).not.toBe(plain.headers['etag'])
    expect((await ask('gzip', { 'if-none-match': tag })).statusCode).toBe(304)
    for (const encoding of ['identity', 'br, gzip;q=0', 'x-gzipped'])
      expect((await ask(encoding)).headers['content-encoding'], encoding).toBeUndefined()
  })
})

test('without a newsroom it explains how to set one up', async () => {
  const pages = await testPages()
  expect((await pages.web.inject('/news/')).body).toContain('npm run daywire -- init')
  await pages.close()
})
