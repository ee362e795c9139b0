import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import { openTestDesk, type TestDesk } from '../web/desk/open-desk.ts'

const day = 'today/daily/2026-11-10'
const views = [
  ['light', 320],
  ['dark', 320],
  ['light', 1280],
  ['dark', 1280],
] as const
const wide = ['light', 1280] as const

let desk: TestDesk
let browser: Browser
let base: string
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  for (let n = 0; n < 5; n++) await room.reader(`reader.${n}@example.org`)
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.story('b', 'Interceptor leaves the coast', 'missiles')
  await room.story('c', 'Centrifuges stopped at Skarholm', 'nuclear')
  await room.story('d', 'Corvane reactor restarts', 'nuclear')
  await room.story('e', 'Parliament backs a nuclear-free zone', 'nuclear')
  await room.story('f', 'A recipe for soup', 'cooking')
  await room.wake('2026-11-09T08:00:00Z')
  await room.wake('2026-11-10T06:30:10Z')
  await desk.as('chief-editor')
  base = `${await desk.web.listen({ host: '127.0.0.1', port: 0 })}/news/desk/`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

async function opened(
  path: string,
  [scheme, width]: (typeof views)[number],
  look: (page: Page) => Promise<void>,
  javaScriptEnabled = true,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    javaScriptEnabled,
  })
  const [name = '', value = ''] = desk.cookie().split('=')
  await context.addCookies([{ name, value, url: base }])
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())))
  page.on('pageerror', (error) => faults.push(error.message))
  try {
    const answer = await page.goto(base + path)
    expect(answer?.status(), path).toBe(200)
    await look(page)
    // A browser logs each answer of 409 as an error.
    expect(faults.filter((fault) => !fault.includes('409'))).toEqual([])
  } finally {
    await context.close()
  }
}

const paths = [day, `${day}?view=pool`, `${day}/story/1/edit`, `${day}/forms`, `${day}/add`]
describe.each(paths)('%s', (path) => {
  test.each(views)('passes axe and fits, %s, %i px', async (...view) => {
    await opened(path, view, async (page) => {
      await page.evaluate(axe.source)
      const found = await page.evaluate(
        'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], iframes: false }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
      )
      expect(found).toEqual([])
      const widest = (await page.evaluate('document.documentElement.scrollWidth')) as number
      expect(widest).toBeLessThanOrEqual(view[1])
    })
  })
})

/** Headlines of the nuclear section, in order. */
const nuclear = (page: Page) => page.locator('[aria-labelledby="section-nuclear"] h4 a').allTextContents()
const notice = (page: Page, text: string) => page.locator('.notice', { hasText: text })
const said = (page: Page, text: RegExp) =>
  page.locator('#said', { hasText: text }).waitFor({ state: 'attached' })

test('by keyboard alone: a story is moved down and up, made the lead, left out, and restored by undo', async () => {
  await opened(day, wide, async (page) => {
    const before = await nuclear(page)
    const [first = ''] = before
    const press = (keys: string) => page.keyboard.press(keys)
    const focused = () => page.evaluate('document.activeElement?.textContent')
    while ((await focused()) !== first) await press('j')
    await press('d')
    await said(page, /is number 2 of/)
    expect((await nuclear(page))[1]).toBe(first)
    expect(await focused()).toBe(first)
    await press('u')
    await said(page, /is number 1 of/)
    expect(await nuclear(page)).toEqual(before)
    await press('l')
    await said(page, /leads the edition/)
    expect(await page.locator('.lead-story h3').textContent()).toBe(first)
    await press('z')
    await said(page, /Undone/)
    expect(await nuclear(page)).toEqual(before)
    while ((await focused()) !== first) await press('j')
    await press('x')
    await said(page, /Left out/)
    expect(await nuclear(page)).not.toContain(first)
    await press('z')
    await said(page, /Undone/)
    expect(await nuclear(page)).toEqual(before)
    // A shortcut typed into a field has no other effect.
    await press('/')
    await page.keyboard.type('xzl')
    expect(await page.locator('#pool-q').inputValue()).toBe('xzl')
    expect(await nuclear(page)).toEqual(before)
  })
})

test('by keyboard alone: texts are edited, and a story is held', async () => {
  await opened(day, wide, async (page) => {
    const [, second = ''] = await nuclear(page)
    const choose = async () => {
      for (let n = 0; n < 20 && (await page.evaluate('document.activeElement?.textContent')) !== second; n++)
        await page.keyboard.press('j')
    }
    await choose()
    await page.keyboard.press('h')
    await page.waitForURL(/edit#hold$/)
    await page.getByLabel('Why it is held').focus()
    await page.keyboard.type('One source alone')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Hold it' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(`Held: ${second}`).first().waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).focus()
    await page.keyboard.press('Enter')
    await said(page, /Undone/)
    expect(await nuclear(page)).toContain(second)
  })
})

test('by mouse without dragging: a story is moved, pinned and included with buttons', async () => {
  await opened(day, wide, async (page) => {
    const before = await nuclear(page)
    await page.getByRole('button', { name: `Move down: ${before[0]}` }).click()
    await said(page, /is number 2 of/)
    await page.getByRole('button', { name: `Move up: ${before[0]}` }).click()
    await said(page, /is number 1 of/)
    await page.locator('summary', { hasText: '⋯' }).nth(1).click()
    await page.getByRole('button', { name: 'Pin', exact: true }).first().click()
    await said(page, /Pinned/)
    await page.getByRole('button', { name: 'Add: A recipe for soup' }).click()
    await said(page, /A recipe for soup” is number/)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await said(page, /Undone/)
  })
})

test('by dragging: a story is dropped above another', async () => {
  await opened(day, wide, async (page) => {
    const before = await nuclear(page)
    const rows = page.locator('[aria-labelledby="section-nuclear"] .place')
    await rows.nth(1).hover()
    await expect
      .poll(() => page.evaluate('!!window.Sortable?.get(document.querySelector("[data-sort]"))'))
      .toBe(true)
    await rows.nth(1).dragTo(rows.nth(0), { targetPosition: { x: 4, y: 1 } })
    await said(page, /is number 1 of/)
    expect((await nuclear(page))[0]).toBe(before[1])
    await page.keyboard.press('z')
    await said(page, /Undone/)
    expect(await nuclear(page)).toEqual(before)
  })
})

test('without scripts: each of these works with buttons and forms, with reloads', async () => {
  await opened(
    day,
    wide,
    async (page) => {
      const before = await nuclear(page)
      await page.getByRole('button', { name: `Move down: ${before[0]}` }).click()
      await notice(page, `“${before[0]}” is number 2 of`).waitFor()
      await page.getByRole('link', { name: `Edit: ${before[0]}` }).click()
      await page.getByLabel('Headline').fill('Seals counted, and found whole')
      await page.getByRole('button', { name: 'Save the text' }).click()
      await notice(page, 'Saved: Seals counted, and found whole').waitFor()
      await page.getByRole('button', { name: 'Undo', exact: true }).click()
      await notice(page, 'Undone.').waitFor()
      await page.getByRole('button', { name: 'Undo', exact: true }).click()
      expect(await nuclear(page)).toEqual(before)
    },
    false,
  )
})

test('two editors at once: typed text stays on the page that shows both versions, and a click saves it', async () => {
  await opened(`${day}/story/4/edit`, wide, async (page) => {
    const form = await desk.get(`${day}/story/4/edit`)
    const [, seen = ''] = /name="seen" value="(\d+)"/.exec(form) ?? []
    const [, edition = ''] = /name="edition" value="(\d+)"/.exec(form) ?? []
    await desk.post(day, { do: 'words 4', seen, edition, headline: 'What they wrote', 'was-headline': 'x' })
    await page.getByLabel('Headline').fill('What I wrote')
    await page.getByRole('button', { name: 'Save the text' }).click()
    await page.getByRole('heading', { name: 'Somebody changed the same thing' }).waitFor()
    expect(await page.getByLabel('Yours').inputValue()).toBe('What I wrote')
    expect(await page.getByText('What they wrote').count()).toBeGreaterThan(0)
    await page.evaluate(axe.source)
    const found = await page.evaluate(
      'axe.run({ runOnly: ["wcag2a", "wcag2aa", "best-practice"] }).then(({ violations }) => violations.map(({ id }) => id))',
    )
    expect(found).toEqual([])
    await page.getByLabel('Yours').fill('What we both wrote')
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await notice(page, 'Saved: What we both wrote').waitFor()
  })
})

test('text that would also change another digest stays on the page that refuses it, and is saved for this edition', async () => {
  const { store } = desk.room.app.context
  const weekly = { ...desk.room.digest, key: 'weekly', name: 'The Weekly', approval: 'one' } as const
  await store.digests.put(weekly, desk.room.clock.now())
  const edition = (await store.editions.newestScheduled(desk.room.digest.id))!
  const other = (await store.digests.byKey('weekly'))!
  const made = (await store.editions.create({ ...edition, digestId: other.id, createdAt: edition.frozenAt }))!
  const items = await store.contents.items(edition.id)
  await store.contents.putItems(made.id, items)
  await desk.as([{ role: 'editor', digest: desk.room.digest.id }])
  for (const view of views)
    await opened(`${day}/story/${items[0]!.storyId}/edit`, view, async (page) => {
      const words = `Words of a ${view.join(', ')}`
      await page.fill('#headline', words)
      await page.check('input[name="of"][value="story"]')
      await page.click('button[value^="words"]')
      await page.locator('.notice.fault', { hasText: 'The Weekly' }).waitFor()
      expect(await page.locator('p.value', { hasText: words }).count()).toBe(1)
      await page.evaluate(axe.source)
      expect(
        await page.evaluate(
          'axe.run({ iframes: false }).then(({ violations }) => violations.map(({ id }) => id))',
        ),
      ).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(view[1])
      await page.click('button[name="of"]')
      await page.locator('.story, .lead-story', { hasText: words }).first().waitFor()
    })
  await desk.as('chief-editor')
})

test('on a phone, pool and edition are separate pages with a bar at the bottom, and approve is within reach of the thumb', async () => {
  await opened(day, ['light', 320], async (page) => {
    expect(await page.locator('.pool').isVisible()).toBe(false)
    const approve = await page.getByRole('link', { name: 'Approve…' }).boundingBox()
    expect(approve?.y ?? 0).toBeGreaterThan(700)
    expect(approve?.height ?? 0).toBeGreaterThanOrEqual(44)
    await page.getByRole('link', { name: /^Pool/ }).click()
    await page.waitForURL(/view=pool/)
    expect(await page.locator('.pool').isVisible()).toBe(true)
    expect(await page.locator('.edition').isVisible()).toBe(false)
  })
})
