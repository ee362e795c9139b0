import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDesk, type TestDesk } from '../web/desk/open-desk.ts'
import { openSignedIn, type SignedIn } from './signed-in.ts'

let desk: TestDesk
let signedIn: SignedIn
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  for (const name of ['strait.watch', 'strait.desk', 'ada', 'bo']) await room.reader(`${name}@example.org`)
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.wake('2026-11-09T08:00:00Z')
  await room.wake('2026-11-10T06:30:10Z')
  await room.wake('2026-11-10T07:00:10Z')
  await room.reader('late@example.org')
  await desk.as('admin')
  signedIn = await openSignedIn(desk)
})
afterAll(() => signedIn.close())

async function passesAxe(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(
    'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
  )
  expect(found).toEqual([])
}

test('by keyboard alone: search, open the panel, stop e-mails with a reason, and undo it', async () => {
  await signedIn.opened('today', async (page) => {
    await page.keyboard.press('g')
    await page.keyboard.press('r')
    await page.waitForURL('**/desk/readers')
    await page.keyboard.press('/')
    await page.keyboard.type('strait')
    await page.keyboard.press('Enter')
    await page.waitForURL('**q=strait**')
    expect(await page.locator('[data-row]').count()).toBe(2)
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    const panel = page.getByRole('complementary')
    await panel.waitFor()
    expect(await page.locator('tr.here [data-open]').textContent()).toBe('strait.desk@example.org')
    await panel.getByRole('link', { name: 'Stop mailing …' }).press('Enter')
    await page.getByLabel('Reason').fill('asked by phone')
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'will receive no more e-mails' }).waitFor()
    await page.getByRole('button', { name: /^Undo\s*: E-mails stopped/ }).press('Enter')
    await page.getByRole('status').filter({ hasText: 'The change is undone.' }).waitFor()
    await page.getByRole('link', { name: 'Stop mailing …' }).waitFor()
  })
})

test('on a phone without scripts: view the e-mail that a reader got and why, and send it again', async () => {
  await signedIn.opened(
    'readers?q=ada',
    async (page) => {
      await page.getByRole('link', { name: 'ada@example.org' }).click()
      await page.getByRole('link', { name: 'the e-mail, and why it has these stories' }).click()
      await page.getByRole('heading', { name: 'Why these stories' }).waitFor()
      const mail = page.frameLocator('iframe.mail')
      await mail.getByRole('link', { name: 'Read on the web' }).first().waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
      await page.getByLabel('Reason').fill('she lost it')
      await page.getByRole('button', { name: 'Send again' }).click()
      await page.getByRole('status').filter({ hasText: 'The e-mail is sent again.' }).waitFor()
      await page.getByText('was sent again: she lost it').waitFor()
    },
    { width: 320, javaScriptEnabled: false },
  )
})

test('readers who got nothing are listed by reason, and those who joined later get the edition', async () => {
  await signedIn.opened('readers/missed', async (page) => {
    await passesAxe(page)
    await page.getByRole('link', { name: 'Joined after it was sent' }).click()
    await page.getByRole('rowheader', { name: 'late@example.org' }).waitFor()
    await page.getByRole('button', { name: 'Send it now to 1' }).click()
    await page.getByRole('status').filter({ hasText: 'The edition is being sent to them.' }).waitFor()
    await page.getByText('Everybody got it').waitFor()
  })
})

test('an analyst sees everything and is offered no changes', async () => {
  await desk.as('analyst')
  for (const path of ['readers?reader=1', 'readers/1', 'readers/1/mails/1', 'readers/tags', 'readers/missed'])
    await signedIn.opened(path, async (page) => {
      await page
        .getByRole('heading', { level: 1 })
        .or(page.getByRole('heading', { level: 2 }))
        .first()
        .waitFor()
      expect([path, await page.locator('main form[method="post"]').count()]).toEqual([path, 0])
      await passesAxe(page)
    })
  await desk.as('admin')
})
