import type { Browser, Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import { commandActor } from '../../src/core/entities/actor.ts'
import { addAccount } from '../../src/services/accounts/managing/add-account.ts'
import { advanceEditions } from '../../src/services/editions/composing/advance-editions.ts'
import { deliver } from '../../src/services/sending/delivery/deliver.ts'
import { startScriptedServer, type ScriptedServer } from '../mail/scripted-server.ts'
import { openTestDesk, type TestDesk } from '../web/desk/open-desk.ts'

const password = 'gravel lantern seventeen'

let desk: TestDesk
let browser: Browser
let server: ScriptedServer
let origin: string
beforeEach(async () => {
  browser = await openBrowser()
  server = await startScriptedServer({})
  desk = await openTestDesk({ followed: 50 })
  const { room } = desk
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  for (const name of ['cy', 'di', 'ed']) await room.reader(`${name}@example.org`)
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.story('b', 'Interceptor leaves the coast', 'missiles')
  await room.wake('2026-11-09T08:00:00Z')
  await room.wake('2026-11-10T06:30:10Z')
  origin = await desk.web.listen({ host: '127.0.0.1', port: 0 })
})
afterEach(async () => {
  await browser.close()
  await desk.close()
  await server.close()
})

/** The browser of an editor who has accepted their invitation. */
async function invited(name: string): Promise<Page> {
  const grants = [{ role: 'editor', digest: 'all' }] as const
  const email = `${name.toLowerCase()}@example.org`
  const added = await addAccount(desk.room.app.context, commandActor, { email, name, grants })
  if (!added.ok) throw new Error(added.reason.code)
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  await page.goto(origin + new URL(added.link.url).pathname)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('New password').fill(password)
  await page.getByLabel('New password').press('Enter')
  await page.waitForURL(/desk\/today/)
  return page
}

test('an editor makes an edition, from the invitation until it is sent, while a second editor works on it', async () => {
  const { room } = desk
  const ada = await invited('Ada')
  const bo = await invited('Bo')
  for (const page of [ada, bo]) await page.goto(`${origin}/news/desk/today/daily/2026-11-10`)
  await bo.getByText('Ada is here too.').waitFor()
  const row = ada.locator('[data-row]', { has: ada.locator('button[value^="lead "]') }).first()
  const headline = (await row.locator('h4 a').textContent()) ?? ''
  await row.locator('details.more summary').click()
  await row.getByRole('button', { name: 'Make lead' }).click()
  await bo.locator('#meanwhile', { hasText: 'Ada' }).waitFor()
  await ada.getByRole('link', { name: 'Approve…' }).first().click()
  await ada.getByRole('button', { name: 'Approve revision 2 for 3 readers' }).click()
  await ada.getByText('Approved: this revision is sent at its hour.').waitFor()
  const edition = await room.app.context.store.editions.newestScheduled(room.digest.id)
  room.clock.set('2026-11-10T07:00:10Z')
  await advanceEditions(room.app.context, new AbortController().signal)
  await bo.goto(`${origin}/news/desk/editions/daily/2026-11-10/sending`)
  await bo.getByRole('heading', { name: 'is being sent' }).waitFor()
  await deliver(room.sendingTo(server.port), await room.edition(edition?.id ?? 0))
  await bo.getByRole('heading', { name: 'was sent' }).waitFor()
  expect(server.mails.map(({ to }) => to).toSorted()).toEqual([
    'cy@example.org',
    'di@example.org',
    'ed@example.org',
  ])
  for (const { bytes } of server.mails) expect(bytes.toString()).toContain(`Subject: ${headline}`)
})
