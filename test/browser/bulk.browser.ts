import { readFile } from 'node:fs/promises'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runBulkActions } from '../../src/services/subscribers/bulk/run-bulk-actions.ts'
import { openTestDesk, type TestDesk } from '../web/desk/open-desk.ts'
import { openSignedIn, type SignedIn } from './signed-in.ts'

const pictures = process.env['DAYWIRE_TEST_PICTURES']

let desk: TestDesk
let signedIn: SignedIn
beforeAll(async () => {
  desk = await openTestDesk()
  for (let n = 0; n < 12; n++) await desk.room.reader(`reader.${n}@ministry.example`)
  for (const name of ['ada', 'bo', 'cy']) await desk.room.reader(`${name}@example.org`, { name: `=${name}` })
  await desk.as('admin')
  signedIn = await openSignedIn(desk)
})
afterAll(() => signedIn.close())

/** The background work of the service. */
const work = () => runBulkActions(desk.room.app.context, new AbortController().signal)

/** In both colour schemes and widths: axe finds nothing, and nothing scrolls sideways. */
async function expectAccessible(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [320, 1280]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      await page.evaluate(axe.source)
      const found = await page.evaluate(
        'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
      )
      expect([name, found]).toEqual([name, []])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      if (pictures)
        await page.screenshot({ path: `${pictures}/${name}-${colorScheme}-${width}.png`, fullPage: true })
    }
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('by keyboard alone, two readers are selected, counted, stopped and restored', async () => {
  await signedIn.opened('readers?q=reader', async (page) => {
    await expectAccessible(page, 'list')
    for (const name of ['reader.1@', 'reader.2@']) {
      await page.getByLabel(`Choose ${name}ministry.example`).focus()
      await page.keyboard.press('Space')
    }
    expect(await page.getByText('2 readers ticked').isVisible()).toBe(true)
    await page.getByLabel('Choose all on this page').press('Space')
    await page.getByText('12 readers ticked').waitFor()
    await page.getByLabel('Choose all on this page').press('Space')
    for (const name of ['reader.1@', 'reader.2@'])
      await page.getByLabel(`Choose ${name}ministry.example`).press('Space')
    await page.getByLabel('Action', { exact: true }).focus()
    await page.keyboard.type('stop')
    await page.getByRole('button', { name: 'Continue …' }).press('Enter')
    await page.getByText('For 2 readers of').waitFor()
    await expectAccessible(page, 'frozen')
    await page.getByLabel('Reason').fill('the pilot is over')
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: '0 of 2 done.' }).waitFor()
    await expectAccessible(page, 'running')
    await work()
    // The page updates itself.
    await page.getByText('2 no longer get e-mails').waitFor()
    await expectAccessible(page, 'done')
    await page.getByRole('button', { name: 'Undo' }).press('Enter')
    await page.getByText('Undoing: 0 of 2 checked.').waitFor()
    await work()
    await page.getByRole('link', { name: 'Reload the page' }).press('Enter')
    await page.getByRole('status').filter({ hasText: 'Undone: 2 restored.' }).waitFor()
    await page.getByRole('link', { name: 'All bulk actions' }).press('Enter')
    await page.getByRole('link', { name: 'Stop mailing' }).waitFor()
    await expectAccessible(page, 'actions')
  })
})

test('on a phone without scripts, all readers that match the filter are counted, and erased only once their number is typed', async () => {
  await signedIn.opened(
    'readers?q=%40example.org',
    async (page) => {
      await page.getByLabel('Apply to', { exact: true }).selectOption('all')
      await page.getByLabel('Action', { exact: true }).selectOption('erase')
      await page.getByRole('button', { name: 'Continue …' }).click()
      await page.getByText('For 3 readers of').waitFor()
      await page.getByLabel('Number of readers').fill('2')
      await page.getByRole('button', { name: 'Erase 3 readers for ever' }).click()
      await page.getByText('Type the number of readers, 3').waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
      await page.getByRole('button', { name: 'Leave it' }).click()
      await page.getByRole('status').filter({ hasText: 'Nothing was done.' }).waitFor()
    },
    { width: 320, javaScriptEnabled: false },
  )
})

test('the filtered list is exported, then the data of one person, who is then erased', async () => {
  await signedIn.opened('readers?q=%40example.org', async (page) => {
    await page.getByRole('link', { name: 'export these' }).click()
    await page.getByText('3 readers of').waitFor()
    await expectAccessible(page, 'export')
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const csv = await readFile(await (await saving).path(), 'utf8')
    expect(csv.split('\r\n')).toHaveLength(5)
    expect(csv).toContain("cy@example.org,'=cy,")
    const { location } = await desk.post('readers/actions', { what: 'erase', who: 'all' })
    await page.goto(new URL(location, signedIn.base).href)
    await expectAccessible(page, 'erase')
    await page.goto(`${signedIn.base}readers/13/personal`)
    await expectAccessible(page, 'personal')
    const data = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download the file' }).click()
    expect(await readFile(await (await data).path(), 'utf8')).toContain('"email": "ada@example.org"')
    await page.getByLabel('I am sure').check()
    await page.getByRole('button', { name: 'Erase for ever' }).click()
    await page.getByRole('status').filter({ hasText: 'The reader is erased.' }).waitFor()
  })
})
