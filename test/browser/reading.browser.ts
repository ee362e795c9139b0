import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import { commandActor } from '../../src/core/entities/actor.ts'
import { run } from '../../src/services/editions/composing/run.ts'
import { withdrawStory } from '../../src/services/editions/stopping/withdraw-story.ts'
import { reader, setUp, testPages, writeStory, type TestPages } from '../web/pages.ts'

/** A folder for screenshots of each page, for review; without it none are taken. */
const pictures = process.env['DAYWIRE_TEST_PICTURES']
const views = [320, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
)
const headlines = [
  'Northland opens its second enrichment site to uranium inspectors',
  'Ballistic missile crosses the Grey Strait at night',
  'Court convicts four of a terrorist plot against a rail terminal',
  'Mustard agent stockpile of Sundara is destroyed, chemical inspectors say',
  'Ransomware cyber attack halts a pipeline for two days',
  'Nerve agent traces found in a warehouse',
]

let browser: Browser
let home: TestPages
let url: string
/** The newest edition has six stories with a picture for the first, of which one was withdrawn, and an analysis. */
beforeAll(async () => {
  home = await testPages({ url: 'http://localhost/news/' })
  const digest = await setUp(home)
  await reader(home, digest, 'maria@example.org')
  const folder = join(home.app.context.settings.dataFolder, 'editors')
  await copyFile(
    join(import.meta.dirname, '../../samples/pictures/north-cape.jpg'),
    join(folder, 'north-cape.jpg'),
  )
  const topics = ['nuclear', 'missiles', 'terrorism', 'chemical', 'cyber', 'chemical']
  for (const [at, headline] of headlines.entries())
    await writeStory(
      home,
      `s${at}`,
      [
        `headline: '${headline}'`,
        `topics: [${topics[at] ?? ''}]`,
        `countries: [XA]`,
        `date: 2026-11-20T0${7 - at}:00:00Z`,
        ...(at === 0
          ? [
              'image: { file: north-cape.jpg, alt: Cliffs above a pale sea, caption: The cape in autumn, credit: A. Example }',
            ]
          : []),
      ],
      'They came on Thursday and looked at every hall. Nothing was missing.\n\nA report follows in spring.',
    )
  await writeStory(
    home,
    'analysis',
    ['headline: What a seal can say', 'section: analysis', 'topics: [nuclear]', 'date: 2026-11-20T05:00:00Z'],
    'A seal says that nobody came in. It does not say who was inside.',
  )
  await run(home.app.context, digest, commandActor)
  const [gone] = await home.app.context.store.stories.byHeadline('Ransomware', 1)
  await withdrawStory(home.app.context, { storyId: gone?.id ?? 0, reason: 'wrong' }, commandActor)
  url = `${await home.web.listen({ port: 0, host: '127.0.0.1' })}/news/`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await home.close()
})

async function pictured(page: Page, name: string): Promise<void> {
  if (!pictures) return
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
}

/** The name of the lead's page. */
const slug = async (): Promise<string> =>
  (await home.app.context.store.stories.byHeadline('Northland', 1))[0]?.slug ?? ''

test.each([
  ['front', ''],
  ['archive', 'archive'],
  ['topic', 'topics/nuclear'],
  ['country', 'countries/xa'],
  ['search', 'search'],
  ['found', 'search?q=missile&topic=missiles'],
  ['not-found', 'search?q=zzzz'],
  ['fault', 'search?q=-a&from=x'],
  ['story', 'stories/{slug}'],
  ['feeds', 'feeds'],
] as const)('%s fits, passes axe, runs no script and violates no policy', async (name, path) => {
  const page = await browser.newPage({ viewport: { width: 320, height: 900 } })
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await page.goto(url + path.replace('{slug}', await slug()))
  for (const { width, scheme } of views) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 900 })
    const wide = (await page.evaluate('document.documentElement.scrollWidth')) as number
    expect(wide, `${name} at ${width}`).toBeLessThanOrEqual(width)
    await pictured(page, `${name}-${width}-${scheme}`)
    const found = await page.evaluate(
      `(() => { ${axe.source}; return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' '))) })()`,
    )
    expect(found, `${name}, ${width}, ${scheme}`).toEqual([])
  }
  // A browser requests the icon of a site, and validates dates, without our doing.
  expect(said.filter((text) => !/404|422|does not conform/.test(text))).toEqual([])
  await page.close()
})

test('the first view of the front page is small and does not move', async () => {
  const context = await browser.newContext({ javaScriptEnabled: true, viewport: { width: 390, height: 800 } })
  const page = await context.newPage()
  let bytes = 0
  page.on('response', async (response) => {
    if (/html|css/.test(response.headers()['content-type'] ?? '')) bytes += (await response.body()).length
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  expect(bytes).toBeLessThanOrEqual(60_000)
  const moved = await page.evaluate(
    `new Promise((done) => { let sum = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value }).observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 300) })`,
  )
  expect(moved).toBe(0)
  await context.close()
})

test('by keyboard, the skip links come first and lead to their targets', async () => {
  const page = await browser.newPage()
  await page.goto(url)
  for (const place of ['main', 'topics', 'search', 'foot']) {
    await page.keyboard.press('Tab')
    const link = page.locator(':focus')
    expect(await link.getAttribute('href')).toBe(`#${place}`)
    expect((await link.boundingBox())?.x).toBeGreaterThanOrEqual(0)
  }
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('foot')
  await page.close()
})

test('in Hebrew it runs from right to left, and nothing overflows the page', async () => {
  const { store } = home.app.context
  const newsroom = await store.newsroom.get()
  if (!newsroom) throw new Error('there is no newsroom')
  await store.newsroom.put({ ...newsroom, language: 'he' })
  home.wait({ seconds: 2 })
  const page = await browser.newPage({ viewport: { width: 320, height: 900 } })
  await page.goto(url)
  expect(await page.evaluate('document.documentElement.dir')).toBe('rtl')
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  await page.close()
  await store.newsroom.put(newsroom)
  home.wait({ seconds: 2 })
})

test('without scripts, the search form finds carried stories', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(url)
  await page.getByRole('link', { name: 'Search', exact: true }).first().click()
  await page.getByRole('searchbox', { name: 'Words' }).fill('MISSILE strait')
  await page.getByRole('button', { name: 'Search' }).click()
  expect(await page.locator('mark').allTextContents()).toEqual(['missile', 'Strait'])
  await context.close()
})
