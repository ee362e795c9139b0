import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import { warming, type Warming } from '../services/sending/warm-up/warming.ts'
import { openTestDesk, type TestDesk } from '../web/desk/open-desk.ts'
import { looksRight } from './looks-right.ts'

let desk: TestDesk
let warm: Warming
let browser: Browser
let base: string
beforeAll(async () => {
  desk = await openTestDesk()
  warm = await warming(desk.database, desk.room)
  await warm.imported(3_000)
  base = `${await desk.web.listen({ host: '127.0.0.1', port: 0 })}/news/desk/`
  browser = await openBrowser()
})
beforeEach(() => desk.as('admin'))
afterAll(async () => {
  await browser.close()
  await desk.close()
})

const signIn = (context: BrowserContext) => {
  const [name = '', value = ''] = desk.cookie().split('=')
  return context.addCookies([{ name, value, url: base }])
}

async function opened(
  width: number,
  look: (page: Page, context: BrowserContext) => Promise<void>,
  javaScriptEnabled = true,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled })
  await signIn(context)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  try {
    await page.goto(`${base}readers/warm-up`)
    await look(page, context)
    expect(faults).toEqual([])
  } finally {
    await context.close()
  }
}

/** Presses Tab until something with this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const focused = (await page.evaluate(
      'document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent ?? ""',
    )) as string
    if (name.test(focused.trim())) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`nothing called ${name} gets the focus`)
}

async function activate(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

test('a warm-up is previewed, started, paused, resumed and ended by keyboard alone', async () => {
  await opened(1280, async (page, context) => {
    await tabTo(page, /^Readers in all on each day$/)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('300, 200')
    await activate(page, /^Show the days$/)
    await page.getByText('each greater than the one before').waitFor()
    expect(await page.inputValue('#steps')).toBe('300, 200')
    await tabTo(page, /^Readers in all on each day$/)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('300, 500')
    await activate(page, /^Show the days$/)
    await page.getByRole('heading', { name: 'The days of this plan' }).waitFor()
    expect(await page.locator('tbody tr').count()).toBe(5)
    await looksRight(page, 'warm-up-preview')
    await page.setViewportSize({ width: 1280, height: 900 })
    await activate(page, /^Start$/)
    await page.getByText('The warm-up begins with the next edition.').waitFor()
    await page.getByText('It begins with the next edition; 3,000 readers are waiting.').waitFor()

    for (const date of ['2026-11-10', '2026-11-11', '2026-11-12']) await warm.accept(await warm.edition(date))
    // Days have passed, so the session has expired.
    await desk.as('admin')
    await signIn(context)
    await page.goto(`${base}readers/warm-up`)
    await page.getByText('Day 3, 1,000 of 3,000 readers').waitFor()
    await looksRight(page, 'warm-up-running')
    await page.setViewportSize({ width: 1280, height: 900 })
    await tabTo(page, /^Note$/)
    await page.keyboard.type('a look at the relay')
    await activate(page, /^Pause$/)
    await page.getByText('The warm-up is paused.').waitFor()
    await page.getByText('a look at the relay').waitFor()
    await looksRight(page, 'warm-up-paused')
    await page.setViewportSize({ width: 1280, height: 900 })
    await tabTo(page, /^Note$/)
    await page.keyboard.type('all is well')
    await activate(page, /^Resume$/)
    await page.getByText('The warm-up continues with the next edition.').waitFor()

    await page.goto(`${base}today/daily/2026-11-12`)
    await activate(page, /^Warm-up: day 3, 1,000 of 3,000 readers$/)
    await page.waitForURL('**/readers/warm-up')
    await tabTo(page, /^Note$/)
    await page.keyboard.type('trusted')
    await activate(page, /^End it and send to all$/)
    await page.getByText('Ended by a person').waitFor()
    await looksRight(page, 'warm-up-ended')
  })
})

test('the same on a phone without scripts; an analyst can only view it', async () => {
  await opened(
    320,
    async (page) => {
      await page.getByRole('button', { name: 'Start' }).click()
      await page.getByText('In progress').waitFor()
    },
    false,
  )
  await desk.as('analyst')
  await opened(320, async (page) => {
    await page.getByText('In progress').waitFor()
    expect(await page.locator('main form').count()).toBe(0)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
  })
})
