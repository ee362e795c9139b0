import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import { runImports } from '../../src/services/imports/running/run-imports.ts'
import { openTestDesk, type TestDesk } from '../web/desk/open-desk.ts'
import { pictured } from './looks-right.ts'

const views = [
  ['light', 320],
  ['dark', 320],
  ['light', 1280],
  ['dark', 1280],
] as const

const list = Buffer.from(
  'E-Mail;Vorname;Nachname;Notiz\nann@example.org;Ann;Lee;met in May\nnobody;Bob;;\ncem@example.net;Cem;;\n',
)
const listmonk = Buffer.from(
  'uuid,email,name,attributes,status,created_at,updated_at\n8a1c,ann@example.org,Ann,{},enabled,2024-05-01T08:00:00Z,2024-05-01T08:00:00Z\n',
)
const file = { name: 'Leserliste.csv', mimeType: 'text/csv', buffer: list }

let desk: TestDesk
let browser: Browser
let base: string
beforeAll(async () => {
  desk = await openTestDesk()
  for (let n = 0; n < 3; n++) await desk.room.reader(`reader.${n}@example.org`)
  await desk.as('admin')
  base = `${await desk.web.listen({ host: '127.0.0.1', port: 0 })}/news/desk/readers`
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await desk.close()
})

async function opened(
  [scheme, width]: (typeof views)[number],
  look: (page: Page, context: BrowserContext) => Promise<void>,
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
  page.on('pageerror', (error) => faults.push(error.message))
  try {
    await look(page, context)
    expect(faults).toEqual([])
  } finally {
    await context.close()
  }
}

/** What a job of another process would do. */
const work = () => runImports(desk.room.app.context, new AbortController().signal)

/** Tab until something with this name has the focus. */
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

async function pressed(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
}

test('a list is imported and undone with the keyboard alone, and the page follows', async () => {
  await opened(['light', 1280], async (page) => {
    await page.goto(base)
    await pressed(page, /^Import$/)
    await page.waitForURL('**/readers/import?**')
    await tabTo(page, /^The file$/)
    // The window in which a file is chosen is the browser's own.
    await page.setInputFiles('#list', file)
    await pressed(page, /^Upload$/)
    await page.waitForURL('**/imports/*')
    expect(await page.inputValue('#column-1')).toBe('first_name')
    await tabTo(page, /^The proof$/)
    await page.keyboard.type('Signed on paper, kept in the office')
    await pressed(page, /^Check the list$/)
    await page.getByText('Reading the file').waitFor()
    await work()
    await page.getByText('What would happen to the rows').waitFor()
    await pressed(page, /^Import now$/)
    await page.getByText('Importing the rows').waitFor()
    await work()
    await page.getByText('What happened to the rows').waitFor()
    await pressed(page, /^Undo this import$/)
    await page.getByText('Undoing the import').waitFor()
    await work()
    await page.locator('.import-undone').waitFor()
  })
})

test('the same on a phone without scripts', async () => {
  await opened(
    ['light', 320],
    async (page) => {
      await page.goto(`${base}/import`)
      await page.setInputFiles('#list', file)
      await page.getByRole('button', { name: 'Upload' }).click()
      await page.getByLabel('Ask them').check()
      await page.getByRole('button', { name: 'Check the list' }).click()
      await work()
      await page.getByRole('link', { name: 'Show the progress' }).click()
      await page.getByRole('button', { name: 'Import now' }).click()
      await work()
      await page.getByRole('link', { name: 'Show the progress' }).click()
      const download = page.waitForEvent('download')
      await page.getByRole('link', { name: 'Rejected rows as CSV' }).click()
      expect((await download).suggestedFilename()).toMatch(/^rejected-\d+\.csv$/)
      await page.getByRole('button', { name: 'Undo this import' }).click()
      await work()
      await page.getByRole('link', { name: 'Show the progress' }).click()
      expect(await page.locator('.import-undone').count()).toBe(1)
    },
    false,
  )
})

describe('pages of imports', () => {
  /** Brings an import into each of its states, and looks at each. */
  async function each(page: Page, look: (name: string) => Promise<void>): Promise<void> {
    await page.goto(`${base}/import`)
    await look('upload')
    await page.setInputFiles('#list', file)
    await page.getByRole('button', { name: 'Upload' }).click()
    await look('plan')
    await page.getByRole('button', { name: 'Check the list' }).click()
    await look('plan-fault')
    await page.locator('#proof').fill('On paper')
    await page.getByRole('button', { name: 'Check the list' }).click()
    await look('progress')
    await work()
    await page.reload()
    await look('checked')
    await page.getByRole('button', { name: 'Import now' }).click()
    await work()
    await page.reload()
    await look('done')
    await page.getByRole('button', { name: 'Undo this import' }).click()
    await work()
    desk.room.clock.set(desk.room.clock.now().add({ minutes: 1 }).toString())
    await page.goto(`${base}/import`)
    await page.setInputFiles('#list', { ...file, buffer: Buffer.from('email\n') })
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.locator('#proof').fill('On paper')
    await page.locator('input[value=replace]').check()
    await page.getByRole('button', { name: 'Check the list' }).click()
    await work()
    await page.reload()
    await page.locator('#number').waitFor()
    await look('replace')
    await page.locator('#number').fill('2')
    await page.getByRole('button', { name: 'Import now' }).click()
    await page.locator('#number-fault').waitFor()
    await look('replace-fault')
    await page.goto(`${base}/import`)
    await page.setInputFiles('#list', { ...file, name: 'subscribers.csv', buffer: listmonk })
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.getByText('An export of listmonk does not say').waitFor()
    await look('caution')
    await page.goto(`${base}/imports`)
    await look('past')
  }

  test.each(views)('pass axe and fit, %s, %i px', async (...view) => {
    await opened(view, async (page) => {
      await each(page, async (name) => {
        await page.evaluate(axe.source)
        const found = await page.evaluate(
          'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
        )
        expect(found, name).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(view[1])
        await pictured(page, `import-${name}-${view[1]}-${view[0]}`)
      })
    })
  })
})
