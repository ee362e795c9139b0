import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { commandActor } from '../../src/core/entities/actor.ts'
import { receiveMessage } from '../../src/services/feedback/receive-message.ts'
import { message } from '../mail/incoming/support.ts'
import { openTestDesk, type TestDesk } from '../web/desk/open-desk.ts'
import { comesBack } from '../web/admin/came-back.ts'
import { looksRight } from './looks-right.ts'
import { openSignedIn, type SignedIn } from './signed-in.ts'

let desk: TestDesk
let signedIn: SignedIn
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  for (const name of ['gone', 'open', 'refused']) await room.reader(`${name}@example.com`)
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.wake('2026-11-09T08:00:00Z')
  await room.wake('2026-11-10T06:30:10Z')
  await room.wake('2026-11-10T07:00:10Z')
  await comesBack(room.app.context, { subscription: 1, edition: 1 }, { email: 'gone@example.com' })
  const ours = { email: 'refused@example.com', status: '5.7.1', says: '554 refused, see our policy' }
  await comesBack(room.app.context, { subscription: 3, edition: 1 }, ours)
  const written = message('From: open@example.com', 'Subject: Please stop', '', 'Please unsubscribe me.')
  await receiveMessage(room.app.context, { bytes: written, envelope: null }, commandActor)
  await desk.as('admin')
  signedIn = await openSignedIn(desk)
})
afterAll(() => signedIn.close())

/** Fills in a field and submits its form, by keyboard. */
async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).focus()
  await page.keyboard.type(text)
}
const says = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()

test('the life of a suppression, by keyboard alone', async () => {
  await signedIn.opened('readers/came-back', async (page) => {
    await page.getByRole('link', { name: 'gone@example.com' }).press('Enter')
    await page.getByRole('heading', { name: 'Report 1' }).waitFor()
    await page.getByRole('link', { name: 'gone@example.com' }).press('Enter')
    await page.getByText('Bounced: 550 no such user').first().waitFor()
    await page.getByRole('link', { name: /^Suppressed since/ }).press('Enter')
    await typeInto(page, 'Why', 'their help desk mended it')
    await page.keyboard.press('Enter')
    await says(page, 'E-mails are allowed again.')
  })
  const { room } = desk
  await room.story('b', 'Inspectors travel to the plant', 'nuclear')
  await room.wake('2026-11-10T20:00:00Z')
  await room.wake('2026-11-11T06:30:10Z')
  await room.wake('2026-11-11T07:00:10Z')
  // The earlier session expired overnight.
  await desk.as('admin')
  await comesBack(room.app.context, { subscription: 1, edition: 2 }, { email: 'gone@example.com' })
  await signedIn.opened('readers/suppressions', async (page) => {
    await page.getByRole('link', { name: 'gone@example.com' }).press('Enter')
    await page.getByText('Suppressed again: it was lifted on').waitFor()
    await page.getByRole('link', { name: 'Suppression list' }).last().press('Enter')
    await page.getByRole('link', { name: 'Suppress an address or a domain' }).press('Enter')
    await typeInto(page, 'Address or domain', 'Example.com')
    await typeInto(page, 'Reason', 'the company was closed')
    await page.keyboard.press('Enter')
    await says(page, 'example.com has 3 readers.')
    await page.getByRole('button', { name: 'Suppress the domain' }).press('Enter')
    await says(page, 'Suppressed: no more e-mails are sent.')
  })
  await signedIn.opened('readers/2', async (page) => {
    await page
      .getByRole('link', { name: /^Every address at example\.com has been suppressed/ })
      .press('Enter')
    await typeInto(page, 'Why', 'open again')
    await page.keyboard.press('Enter')
    await says(page, 'E-mails are allowed again.')
    await page.getByText('Not suppressed').waitFor()
  })
  await signedIn.opened('readers/2', async (page) => {
    expect(await page.getByText('Every address at').count()).toBe(0)
  })
  await signedIn.opened('readers/1', async (page) => {
    await page.getByRole('link', { name: /^Suppressed since/ }).waitFor()
  })
})

test('on a phone without scripts: a domain is suppressed and lifted', async () => {
  const phone = { width: 320, javaScriptEnabled: false }
  await signedIn.opened(
    'readers/suppressions/add',
    async (page) => {
      await page.getByLabel('Address or domain').fill('mail.example.net')
      await page.getByLabel('If it is a domain: suppress its subdomains too').check()
      await page.getByLabel('Reason').fill('closed')
      await page.getByRole('button', { name: 'Suppress' }).click()
      await page.getByRole('button', { name: 'Suppress the domain' }).click()
      await says(page, 'Suppressed: no more e-mails are sent.')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
      await page.getByLabel('Why').fill('open again')
      await page.getByRole('button', { name: 'Allow e-mails again' }).click()
      await says(page, 'E-mails are allowed again.')
    },
    phone,
  )
})

test.each([
  ['list', 'suppressions'],
  ['domains', 'suppressions?kind=domains'],
  ['none', 'suppressions?q=nobody'],
  ['add', 'suppressions/add'],
  ['address', 'suppressions/address/HASH'],
  ['domain', 'suppressions/domain/closed.example'],
  ['export', 'suppressions/export'],
  ['came-back', 'came-back'],
  ['report', 'came-back/1'],
  ['refusals', 'refusals'],
  ['replies', 'came-back/replies'],
  ['reader', '1'],
  ['mail', '1/mails/1'],
])('%s fits, in light and dark, and passes axe', async (name, path) => {
  const domain = { place: 'closed.example', subdomains: '1', reason: 'closed', seen: 'closed.example/all' }
  await desk.post('readers/suppressions/add', domain)
  const list = await desk.get('readers/suppressions')
  const hash = /suppressions\/address\/([0-9a-f]{32})/.exec(list)?.[1] ?? ''
  await signedIn.opened(`readers/${path.replace('HASH', hash)}`, (page) =>
    looksRight(page, `suppressions-${name}`),
  )
})
