import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandActor } from '../../src/core/entities/actor.ts'
import { collect } from '../../src/services/collecting/reading/collect.ts'
import { approve } from '../../src/services/editions/approve.ts'
import { withdrawStory } from '../../src/services/editions/stopping/withdraw-story.ts'
import { buildWeb } from '../../src/web/build.ts'
import { openTestWeb, type TestWeb } from './sent-edition.ts'

let it: TestWeb
/** The first edition was sent on 16 November, another with one story on the 17th. */
beforeAll(async () => {
  it = await openTestWeb()
  it.room.clock.set('2026-11-16T12:00Z')
  await it.room.story('c', 'Chemical depot at <Orro> is empty', 'chemical')
  await it.room.wake('2026-11-17T06:35Z')
  await it.room.wake('2026-11-17T07:00:10Z')
})
afterAll(() => it.close())

const get = (path: string) => it.web.inject(`/news/${path}`)
const body = async (path: string) => (await get(path)).body
const headlines = (html: string) => [...html.matchAll(/<h[23]><a [^>]*>([^<]*)/g)].map(([, text]) => text)

test('the archive lists the editions of a month, at a separate address', async () => {
  for (const path of ['archive', 'archive/2026-11']) {
    const html = await body(path)
    expect(html.indexOf('/news/editions/daily/2026-11-17')).toBeGreaterThan(0)
    expect(html.indexOf('/news/editions/daily/2026-11-16')).toBeGreaterThan(
      html.indexOf('/news/editions/daily/2026-11-17'),
    )
  }
  for (const path of ['archive/2026-10', 'archive/2026-13', 'archive/x'])
    expect((await get(path)).statusCode, path).toBe(404)
})

test('an edition has the metadata that other sites show with a link', async () => {
  const html = await body('editions/daily/2026-11-17')
  const head = html.slice(0, html.indexOf('</head>'))
  expect(head).toContain('<meta property="og:title" content="Chemical depot at &lt;Orro&gt; is empty">')
  expect(head).toContain(
    '<meta property="og:url" content="http://127.0.0.1:8080/news/editions/daily/2026-11-17">',
  )
})

test('a topic lists its carried stories, escaped, with their place in the edition', async () => {
  const html = await body('topics/chemical')
  expect(headlines(html)).toEqual(['Chemical depot at &lt;Orro&gt; is empty'])
  expect(html).toMatch(/href="\/news\/editions\/daily\/2026-11-17#s\d+"/)
  for (const path of [
    'topics/none',
    'topics/%3Cb%3E',
    'topics/chemical?before=0',
    'topics/chemical?before=x',
    'countries/zz',
  ])
    expect((await get(path)).statusCode, path).toBe(404)
  expect(headlines(await body('topics/chemical?before=1'))).toEqual([])
})

describe('search', () => {
  test('marks the matches, and shows the query', async () => {
    const html = await body('search?q=orro+%3Cb%3E')
    expect(html).toContain('value="orro &lt;b&gt;"')
    expect(html).not.toContain('<b>')
    expect(await body('search?q=ORRO')).toContain('&lt;<mark>Orro</mark>&gt;')
  })

  test('shows an error beside its field, and keeps the input', async () => {
    for (const [query, fault] of [
      ['q=-orro', 'Add a word to look for'],
      [`q=${'a+'.repeat(30)}`, 'That is too long'],
      ['q=a&from=2026-02-31', 'This is not a date'],
    ] as const) {
      const page = await get(`search?${query}`)
      expect(page.statusCode, query).toBe(422)
      expect(page.body).toContain(fault)
      expect(page.body).toContain('aria-invalid="true"')
    }
  })

  test('finds a sentence in the body of our own story', async () => {
    expect(await body('search?q=%22body+of+c%22')).toContain('The <mark>body of c</mark>.')
  })

  test('is limited for a client that searches continually', async () => {
    const { context } = it.room.app
    const web = await buildWeb({
      context,
      mailbox: null,
      trustedProxies: [],
      templatesDir: join(import.meta.dirname, '../../templates'),
      limits: { searches: { most: 2, within: 60_000 } },
    })
    const codes = []
    for (let at = 0; at < 3; at++) codes.push((await web.inject('/news/search?q=a')).statusCode)
    expect(codes).toEqual([200, 200, 429])
    expect((await web.inject('/news/search')).statusCode).toBe(200)
    await web.close()
  })
})

test('a closed archive is closed on every address; the newest edition and its stories stay', async () => {
  const { context } = it.room.app
  const settings = { ...context.settings, isArchiveClosed: true }
  const web = await buildWeb({
    context: { ...context, settings },
    mailbox: null,
    trustedProxies: [],
    templatesDir: join(import.meta.dirname, '../../templates'),
  })
  const codeOf = async (path: string) => (await web.inject(`/news/${path}`)).statusCode
  const front = (await web.inject('/news/')).body
  expect(front).not.toMatch(/href="\/news\/(?:archive|search|feeds|topics\/|countries)/)
  expect(front).not.toContain('daily/2026-11-16')
  const closed = [
    'archive',
    'archive/2026-11',
    'topics/chemical',
    'countries/xa',
    'search',
    'search?q=a',
    'editions/daily/2026-11-16',
  ]
  for (const path of closed) expect(await codeOf(path), path).toBe(404)
  const slugOf = async (words: string) => (await it.home.store.stories.byHeadline(words, 1))[0]?.slug ?? ''
  expect(await codeOf(`stories/${await slugOf('Interceptor')}`)).toBe(404)
  expect(await codeOf(`stories/${await slugOf('depot')}`)).toBe(200)
  expect(await codeOf('editions/daily/2026-11-17')).toBe(200)
  await web.close()
})

test('our own story has no page before an edition with it has begun to be sent, also after a withdrawal', async () => {
  await it.room.story('d', 'Draft that lies on the desk', 'chemical')
  it.room.clock.set('2026-11-17T12:00Z')
  await collect(it.room.app.context)
  const [story] = await it.home.store.stories.byHeadline('Draft that lies', 1)
  const path = `stories/${story?.slug ?? ''}`
  expect((await get(path)).statusCode).toBe(404)
  const [carried] = await it.home.store.stories.byHeadline('Chemical depot', 1)
  expect((await get(`stories/${carried?.slug ?? ''}`)).statusCode).toBe(200)
  await withdrawStory(it.room.app.context, { storyId: story?.id ?? 0, reason: 'wrong' }, commandActor)
  it.room.clock.set('2026-11-17T12:00:02Z')
  expect((await get(path)).statusCode).toBe(404)
})

test('the page of a story exists as soon as sending of its edition begins', async () => {
  await it.room.story('e', 'Centrifuges hum in the chemical hall', 'chemical')
  it.room.clock.set('2026-11-18T05:00Z')
  await it.room.wake('2026-11-18T06:35Z')
  const [story] = await it.home.store.stories.byHeadline('Centrifuges hum', 1)
  const path = `stories/${story?.slug ?? ''}`
  expect((await get(path)).statusCode).toBe(404)
  it.room.clock.set('2026-11-18T07:00:10Z')
  const [edition] = await it.home.store.editions.newest(it.room.digest.id, 1)
  expect(edition?.startedAt).toBeNull()
  if (!edition) throw new Error('there is no edition')
  expect((await approve(it.room.app.context, edition, commandActor)).ok).toBe(true)
  expect((await get(path)).statusCode).toBe(404)
  expect(await it.home.store.revisions.start(edition.id, it.room.clock.now(), null)).toBe(true)
  expect((await get(path)).statusCode).toBe(200)
})

test('a story’s page has its structured data, and a tombstone once it is withdrawn', async () => {
  const [story] = await it.home.store.stories.byHeadline('Interceptor', 1)
  const path = `stories/${story?.slug ?? ''}`
  const page = await get(path)
  expect(page.statusCode).toBe(200)
  const data = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(page.body)?.[1] ?? ''
  expect(JSON.parse(data)).toMatchObject({ '@type': 'NewsArticle', headline: story?.headline })
  expect(page.body).toContain('<meta property="og:title" content="Interceptor battery')
  await withdrawStory(it.room.app.context, { storyId: story?.id ?? 0, reason: 'wrong' }, commandActor)
  it.room.clock.set(it.room.clock.now().add({ seconds: 2 }).toString())
  const gone = await get(path)
  expect(gone.statusCode).toBe(410)
  expect(gone.body).toContain('This story was withdrawn on')
  expect(gone.body).not.toContain('Interceptor')
  expect(await body('topics/missiles')).toContain('This story was withdrawn on')
  expect(await body('topics/missiles')).not.toContain('Interceptor')
  expect(headlines(await body('search?q=interceptor'))).toEqual([])
})
