import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import { commandActor } from '../../src/core/entities/actor.ts'
import { setTestAddresses } from '../../src/services/editions/viewing/preview/test-addresses.ts'
import { receiveMessage } from '../../src/services/feedback/receive-message.ts'
import { complaint, notification } from '../mail/incoming/support.ts'
import { openTestDesk, type TestDesk } from '../web/desk/open-desk.ts'
import { pictured } from './looks-right.ts'

const edition = 'editions/daily/2026-11-10'
const pages = [
  'editions',
  `${edition}/checks`,
  `${edition}/preview?topic=nuclear&width=phone`,
  'editions/daily/calendar?date=2026-11-20',
  edition,
  `${edition}/approve`,
  `${edition}/stop`,
  `${edition}/sending`,
  'stories',
  'stories?q=seals',
  'stories?q=nobody',
  'stories/1',
  'stories/1/page',
  'sources',
  'sources/1',
  'sources/add',
  'sources/rules?action=leave-out&where=words&phrases=seals&source=&days=7',
  'sources/import',
  'keys',
  'readers',
  'readers?q=reader&state=mailed&reader=1',
  'readers/1',
  'readers/1/next',
  'readers/1?open=choices',
  'readers/1?open=pause',
  'readers/1?open=stop',
  'readers/1?open=address',
  'readers/add',
  'readers/tags',
  'readers/addresses',
  'readers/missed',
  'readers/typos',
  'readers/came-back',
  'readers/came-back/1',
  'readers/refusals',
  'readers/suppressions',
  'readers/suppressions?kind=domains',
  'readers/suppressions/add',
  'readers/warm-up',
  'readers/came-back/replies',
]
const views = [
  ['light', 320],
  ['dark', 320],
  ['light', 1280],
  ['dark', 1280],
] as const

let desk: TestDesk
let browser: Browser
let base: string
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  for (let n = 0; n < 40; n++) await room.reader(`reader.${n}@example.org`)
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.story('b', 'Interceptor leaves the coast', 'missiles')
  await room.story('c', 'A recipe for soup', 'cooking')
  await room.wake('2026-11-09T08:00:00Z')
  await room.wake('2026-11-10T06:30:10Z')
  const [first] = await room.app.context.store.contents.items(1)
  if (first)
    await room.app.context.store.contents.putItem(1, { ...first, link: 'https://wire.example.org/story' })
  await setTestAddresses(room.app.context, room.digest, ['ada@example.org'], commandActor)
  await desk.as('admin')
  await room.reader('typo@gmial.com')
  await desk.post('readers/1/tag', { tag: 'ministries' })
  await desk.post('readers/1/note', { note: 'Prefers a call.' })
  const held = ['Final-Recipient: rfc822; reader@broken.example', 'Action: failed', 'Status: 5.1.1']
  await receiveMessage(room.app.context, { bytes: notification(held), envelope: null }, commandActor)
  await receiveMessage(
    room.app.context,
    { bytes: complaint(['Feedback-Type: abuse']), envelope: null },
    commandActor,
  )
  const [kept] = await room.app.context.store.feedback.page({
    kind: 'bounce',
    outcome: null,
    hash: null,
    before: null,
    count: 1,
  })
  await room.app.context.store.feedback.move(kept?.id ?? 0, 'unmatched', 'held')
  base = `${await desk.web.listen({ host: '127.0.0.1', port: 0 })}/news/desk/`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

async function opened<T>(
  path: string,
  [scheme, width]: (typeof views)[number],
  look: (page: Page) => Promise<T>,
  javaScriptEnabled = true,
): Promise<T> {
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
    const seen = await look(page)
    expect(faults).toEqual([])
    return seen
  } finally {
    await context.close()
  }
}

describe.each(pages)('%s', (path) => {
  test.each(views)('passes axe and fits, %s, %i px', async (...view) => {
    await opened(path, view, async (page) => {
      await page.evaluate(axe.source)
      const found = await page.evaluate(
        'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
      )
      expect(found).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(view[1])
      await pictured(page, [path.replaceAll(/[^a-z0-9]+/g, '-'), view[1], view[0]].join('-'))
    })
  })
})

const wide = ['light', 1280] as const

test('keyboard shortcuts move, open and show help, do nothing inside a field, and can be switched off', async () => {
  await opened('stories', wide, async (page) => {
    await page.keyboard.press('/')
    await page.keyboard.type('j?')
    expect(await page.inputValue('#q')).toBe('j?')
    await page.locator('#q').blur()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await page.locator('[data-row].here').count()).toBe(1)
    expect(
      await page.evaluate('document.activeElement.closest("[data-row]").classList.contains("here")'),
    ).toBe(true)
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByRole('button', { name: 'Switch keys off' }).click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.getByRole('link', { name: 'Keys' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Switch keys on' }).click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('f')
    await page.waitForURL('**/desk/sources')
  })
})

test('on a phone the menu opens without scripts', async () => {
  await opened(
    'editions',
    ['light', 320],
    async (page) => {
      const stories = page.getByRole('link', { name: 'Stories' })
      expect(await stories.isVisible()).toBe(false)
      await page.getByRole('button', { name: 'Menu' }).click()
      await stories.click()
      await page.waitForURL('**/desk/stories')
    },
    false,
  )
})

test('on a phone the list of the pages about readers opens without scripts', async () => {
  await opened(
    'readers',
    ['light', 320],
    async (page) => {
      const tags = page.getByRole('link', { name: 'Tags' })
      expect(await tags.isVisible()).toBe(false)
      await page.getByRole('button', { name: 'Readers and lists' }).click()
      await pictured(page, 'readers-menu-320-light')
      await tags.click()
      await page.waitForURL('**/desk/readers/tags*')
    },
    false,
  )
})

test('a day is skipped and an edition approved without scripts', async () => {
  await opened(
    'editions/daily/calendar?date=2026-11-20',
    wide,
    async (page) => {
      await page.fill('#reason', 'A holiday')
      await page.getByRole('button', { name: 'Skip Fri 20 Nov' }).click()
      expect(await page.getByRole('status').first().textContent()).toContain('The day is skipped.')
      await page.goto(`${base}${edition}/approve`)
      await page.getByRole('button', { name: 'Approve revision 1 for 41 readers' }).click()
      expect(await page.getByRole('status').first().textContent()).toContain(
        'Approved: this revision is sent at its hour.',
      )
    },
    false,
  )
})
