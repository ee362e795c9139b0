import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../src/core/entities/actor.ts'
import { approve } from '../../src/services/editions/approve.ts'
import { run } from '../../src/services/editions/composing/run.ts'
import { setUp, testPages, writeStory, type TestPages } from './pages.ts'

describe('outside input', () => {
  let pages: TestPages
  const get = (path: string, headers: Record<string, string> = {}) =>
    pages.web.inject({ url: `/news/${path}`, headers })

  beforeEach(async () => {
    pages = await testPages()
  })
  afterEach(() => pages.close())

  test('before a newsroom is set up, home explains how, and the probes succeed', async () => {
    const home = await get('')
    expect(home.statusCode).toBe(200)
    expect(home.body).toContain('npm run daywire -- init')
    expect(home.body).not.toContain('mailto:')
    expect((await get('readyz')).json()).toEqual({ ok: true })
  })

  test('home of a newsroom without editions names its topics and says that none was sent', async () => {
    await setUp(pages)
    const home = await get('')
    expect(home.body).toContain('>Biological</a></li>')
    expect(home.body).toContain('None yet.')
    expect(home.body).not.toContain('npm run')
    expect((await pages.web.inject('/news')).statusCode).toBe(200)
  })

  test('a picture is served only by its hash, and is cached', async () => {
    const bytes = Buffer.from('the bytes of a picture')
    const hash = await pages.app.context.store.media.put(
      { bytes, type: 'image/png', width: 2, height: 2 },
      pages.clock.now(),
    )
    const first = await get(`media/${hash}`)
    expect(first.statusCode).toBe(200)
    expect(first.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': expect.stringContaining('immutable') as unknown,
    })
    expect(first.rawPayload.equals(bytes)).toBe(true)
    for (const tag of [`"${hash}"`, `W/"${hash}"`, `"other", "${hash}"`]) {
      const again = await get(`media/${hash}`, { 'if-none-match': tag })
      expect(again.statusCode).toBe(304)
      expect(again.body).toBe('')
    }
    expect((await get(`media/${hash}`, { 'if-none-match': '"other"' })).statusCode).toBe(200)
    const hostile = ['..%2f..%2fsecret', '%2e%2e%2fdaywire.db', hash.toUpperCase(), `${hash}%00`, '*', '']
    for (const name of hostile) expect((await get(`media/${name}`)).statusCode, name).toBe(404)
  })

  test('a hostile story is text on its page, in its edition and on home', async () => {
    const digest = await setUp(pages)
    const date = pages.clock.now().subtract({ hours: 2 }).toString()
    const front = [
      `headline: '<script>alert(1)</script> Warhead "count" {{address}} <img src=x onerror=y>'`,
      'section: news',
      'topics: [nuclear]',
      `date: ${date}`,
      `summary: '"><svg onload=z> of it'`,
    ]
    await writeStory(pages, 'a', front, 'Body.\n\n<script>alert(2)</script>\n\n[link](javascript:alert(3))')
    const { outcome } = await run(pages.app.context, digest, commandActor)
    expect(outcome).not.toBe('failed')
    const [story] = await pages.app.context.store.stories.byIds([1])
    const paths = ['', `stories/${story?.slug}`, 'editions/daily/2026-11-20']
    for (const path of paths) {
      const page = await get(path)
      expect(page.statusCode, path).toBe(200)
      expect(page.body, path).not.toMatch(
        /<script(?! type="application\/ld\+json">)|<svg(?! aria-hidden="true")|<img src=x|javascript:/i,
      )
      expect(page.body, path).toContain('Warhead')
      expect(page.body, path).toContain('{{address}}')
    }
  })

  test('a story’s page has its picture’s credit, even without other text', async () => {
    const digest = await setUp(pages)
    const [source] = await pages.app.context.store.sources.list()
    const long = `${'counterproliferation-'.repeat(5)}abcdef`
    const size = { src: `media/${'a'.repeat(32)}`, width: 10, height: 10 }
    await pages.app.context.store.stories.admit(
      source?.id ?? 0,
      {
        item: {
          id: 'x',
          link: null,
          headline: 'Five words of counterproliferation',
          byline: null,
          summary: 'So it is.',
          html: '<p>So it is.</p>',
          date: null,
          dateFrom: 'first-seen',
          image: null,
          topics: ['nuclear'],
          countries: [],
          categories: [],
          section: null,
          own: true,
          position: 0,
          fingerprint: null,
        },
        canonicalLink: null,
        section: 'news',
        language: 'en',
        picture: { large: size, thumb: size, alt: 'A hall', caption: null, credit: 'Sample Press' },
        slug: long,
      },
      pages.clock.now(),
    )
    await run(pages.app.context, digest, commandActor)
    const page = await get(`stories/${long}`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('<em>Sample Press</em>')
    expect(page.body).toContain(`src="/news/media/${'a'.repeat(32)}"`)
  })

  test('an edition is public once sending begins, not as a draft nor approved', async () => {
    const digest = await setUp(pages)
    const { context } = pages.app
    const date = pages.clock.now().subtract({ hours: 2 }).toString()
    const front = ['headline: Inspectors return', 'section: news', 'topics: [nuclear]', `date: ${date}`]
    await writeStory(pages, 'a', front, 'The body.')
    const { edition } = await run(context, { ...digest, approval: 'one' }, commandActor)
    const statuses = [await get('editions/daily/2026-11-20')]
    expect((await approve(context, edition, commandActor)).ok).toBe(true)
    statuses.push(await get('editions/daily/2026-11-20'))
    expect((await get('')).body).not.toContain('/editions/')
    await context.store.revisions.start(edition.id, pages.clock.now(), null)
    statuses.push(await get('editions/daily/2026-11-20'))
    expect(statuses.map((answer) => answer.statusCode)).toEqual([404, 404, 200])
    const nowhere = ['2026-02-31', '2026-11-20-1', '2026-11-20-0x', '%00', '2026-11-20%00']
    for (const name of nowhere) expect((await get(`editions/daily/${name}`)).statusCode, name).toBe(404)
    expect((await get('editions/%00/2026-11-20')).statusCode).toBe(404)
  })

  test.each([
    ['GET', '/news/%zz', 404, ''],
    ['GET', '/%E0%A4%A', 404, ''],
    ['PUT', '/news/', 404, ''],
    ['POST', '/news/u/x', 404, ''],
    ['POST', `/news/u/${'x'.repeat(24)}`, 413, 'y'.repeat(70_000)],
  ] as const)(
    '%s %s is answered %i with a page that has the same security headers',
    async (method, url, status, payload) => {
      const answer = await pages.web.inject({
        method,
        url,
        ...(payload && { payload, headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
      })
      expect(answer.statusCode).toBe(status)
      expect(answer.headers['content-type']).toContain('text/html')
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
      expect(answer.headers['referrer-policy']).toBe('no-referrer')
      expect(answer.body).toContain('<h1>')
    },
  )
})
