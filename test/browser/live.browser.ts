import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import { collect } from '../../src/services/collecting/reading/collect.ts'
import { openTestDesk, type TestDesk } from '../web/desk/open-desk.ts'

const day = 'today/daily/2026-11-10'
const views = [
  ['light', 320],
  ['dark', 320],
  ['light', 1280],
  ['dark', 1280],
] as const
type View = (typeof views)[number]
const wide = ['light', 1280] as const

let desk: TestDesk
let browser: Browser
let base: string
let open: BrowserContext[]
let faults: string[]
beforeAll(async () => {
  browser = await openBrowser()
})
beforeEach(async () => {
  desk = await openTestDesk({ followed: 50 })
  const { room } = desk
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  for (const name of ['ada', 'bo', 'cy']) await room.reader(`${name}@example.org`)
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.story('b', 'Interceptor leaves the coast', 'missiles')
  await room.story('c', 'Corvane reactor restarts', 'nuclear')
  await room.wake('2026-11-09T08:00:00Z')
  await desk.as('chief-editor')
  base = `${await desk.web.listen({ host: '127.0.0.1', port: 0 })}/news/desk/`
  open = []
  faults = []
})
afterEach(async () => {
  for (const context of open) await context.close()
  await desk.close()
})
afterAll(() => browser.close())

const freeze = async () => {
  await desk.room.wake('2026-11-10T06:30:10Z')
  await desk.as('chief-editor')
}
const ends = (page: Page) => page.evaluate('document.querySelectorAll("[hx-sse\\\\:connect]").length')

/** The browser of a signed-in account, on a live page. */
async function opened(path: string, [scheme, width]: View = wide, timezoneId = 'UTC'): Promise<Page> {
  const viewport = { width, height: 900 }
  const context = await browser.newContext({ viewport, colorScheme: scheme, timezoneId })
  open.push(context)
  const [name = '', value = ''] = desk.cookie().split('=')
  await context.addCookies([{ name, value, url: base }])
  const page = await context.newPage()
  page.on('pageerror', (error) => faults.push(error.message))
  const statuses: number[] = []
  page.on('response', (answer) => void (answer.url().includes('/live') && statuses.push(answer.status())))
  await page.goto(base + path)
  await expect.poll(() => statuses, { timeout: 10_000 }).toEqual([200])
  return page
}
const meanwhile = (page: Page, text: string) => page.locator('#meanwhile', { hasText: text }).waitFor()
const headlines = (page: Page) => page.locator('.edition h3, .edition h4').allTextContents()
const focused = (page: Page) => page.evaluate('document.activeElement?.id')

async function axeOf(page: Page, width: number): Promise<void> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(
    'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], iframes: false }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
  )
  expect(found).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
}

test('a change by one editor appears for the other without a reload, loses nothing, and is shown on a click', async () => {
  await freeze()
  const hers = await opened(day)
  await desk.as('editor')
  const his = await opened(day)
  await hers.getByText(/Account \d+ is here too\./).waitFor()
  await his.getByText(/Account \d+ is here too\./).waitFor()
  await hers.locator('#pool-q').fill('half a wo')
  const before = await headlines(hers)
  await his.keyboard.press('j')
  await his.keyboard.press('p')
  await his.locator('#said', { hasText: 'Pinned' }).waitFor({ state: 'attached' })
  await meanwhile(hers, 'pinned or unpinned')
  expect(await hers.locator('#pool-q').inputValue()).toBe('half a wo')
  expect(await focused(hers)).toBe('pool-q')
  expect(await headlines(hers)).toEqual(before)
  expect(await his.locator('#meanwhile').innerText()).toBe('')
  await hers.getByRole('link', { name: 'Show it as it is now' }).click()
  await hers.locator('.tag', { hasText: 'pinned' }).waitFor()
  expect(await hers.locator('#pool-q').inputValue()).toBe('half a wo')
  expect(await focused(hers)).toBe('main')
  await hers.locator('#meanwhile', { hasNotText: 'pinned' }).waitFor({ state: 'attached' })
  // It continues with live updates, from its current content.
  await his.keyboard.press('z')
  await meanwhile(hers, 'undid a change')
  expect(await hers.locator('#meanwhile').innerText()).not.toContain('pinned')
  expect(await ends(hers)).toBe(1)
  await his.close()
  await hers.getByText(/is here too/).waitFor()
  desk.room.clock.set(desk.room.clock.now().add({ seconds: 10 }).toString())
  await hers.getByText(/is here too/).waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

test('new stories show a bar that loads the pool', async () => {
  const page = await opened(`${day}?view=pool`)
  await page.locator('#pool-q').focus()
  await page.keyboard.type('half')
  await desk.room.story('d', 'Mustard agent burned at Orro', 'chemical')
  await collect(desk.room.app.context)
  const bar = page.getByRole('link', { name: 'Show one new story' })
  await bar.waitFor()
  expect(await page.getByText('Mustard agent').count()).toBe(0)
  expect(await focused(page)).toBe('pool-q')
  await bar.click()
  await page.getByText('Mustard agent').first().waitFor()
  expect(await page.locator('#pool-q').inputValue()).toBe('half')
  expect(await focused(page)).toBe('pool-title')
  await bar.waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

test('the time left counts down, and the freeze is announced', async () => {
  desk.room.clock.set('2026-11-10T06:20:00Z')
  await desk.as('chief-editor')
  const page = await opened(day)
  const left = page.locator('[data-left]')
  expect(await left.textContent()).toMatch(/^(10:00|9:\d\d)$/)
  const first = await left.textContent()
  await expect.poll(() => left.textContent()).not.toBe(first)
  await freeze()
  await meanwhile(page, 'The edition has been frozen')
  await page.getByText('left to approve').waitFor()
  expect(faults).toEqual([])
})

test('times are also shown in the time zone of the viewer if it is another one', async () => {
  const clocks = (page: Page) => page.locator('.clocks')
  const here = await opened(day)
  expect(await clocks(here).isVisible()).toBe(false)
  const there = await opened(day, wide, 'Asia/Tokyo')
  await clocks(there).waitFor()
  expect(await clocks(there).innerText()).toBe('By your clock (Asia/Tokyo): freezes 15:30, is sent 16:00')
  await expect.poll(() => there.locator('.steps').innerText()).toContain('Sending 07:00, UTC')
})

test('a signed-out person sees a notice, and their page stops polling', async () => {
  const page = await opened(day)
  let asked = 0
  page.on('request', (request) => {
    if (request.url().includes('/live')) asked += 1
  })
  await desk.database.execute('delete from sessions')
  await page.getByText('you were signed out').waitFor()
  expect(asked).toBe(0)
  // The same if the server could not report it.
  await desk.as('editor')
  const other = await opened(day)
  await desk.database.execute('delete from sessions')
  await other.getByText('you were signed out').waitFor()
})

test('the counts of an edition that is being sent update, and its end is shown', async () => {
  const { id } = await desk.room.sending()
  await desk.as('chief-editor')
  const page = await opened('editions/daily/2026-11-10/sending')
  await page.getByRole('heading', { name: 'is being sent' }).waitFor()
  const now = desk.room.clock.now().epochMilliseconds
  const settle = (status: string, subscriber: number) =>
    desk.database.execute(
      `update deliveries set status = '${status}', reply = '250 ok', finished_at = ${now} where edition_id = ${id} and subscriber_id = ${subscriber}`,
    )
  await settle('sent', 1)
  await page.locator('.outcomes', { hasText: 'accepted 1' }).waitFor()
  const folder = process.env['DAYWIRE_PICTURES']
  if (folder) await page.screenshot({ path: `${folder}/sending.png` })
  await settle('sent', 2)
  await page.locator('.outcomes', { hasText: 'accepted 2' }).waitFor()
  await settle('sent', 3)
  await desk.room.wake('2026-11-10T07:00:00Z')
  await page.getByRole('heading', { name: 'was sent' }).waitFor()
  expect(faults).toEqual([])
})

describe('with live updates', () => {
  test.each(views)('the page of a day passes axe and fits, %s, %i px', async (...view) => {
    await freeze()
    const page = await opened(day, view)
    await desk.as('editor')
    await opened(day)
    const form = await desk.get(day)
    const [, seen = ''] = /name="seen" value="(\d+)"/.exec(form) ?? []
    const [, edition = ''] = /name="edition" value="(\d+)"/.exec(form) ?? []
    await desk.post(day, { do: 'pin 1', seen, edition })
    await desk.room.story('d', 'Mustard agent burned at Orro', 'chemical')
    await collect(desk.room.app.context)
    await meanwhile(page, 'pinned')
    await page.locator('#sum a').first().waitFor()
    await page.locator('#new-stories a').waitFor({ state: 'attached' })
    await axeOf(page, view[1])
    const folder = process.env['DAYWIRE_PICTURES']
    if (folder) await page.screenshot({ path: `${folder}/live-${view.join('-')}.png` })
  })
})
