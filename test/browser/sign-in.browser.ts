import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import { commandActor, type Role } from '../../src/core/entities/actor.ts'
import { addAccount } from '../../src/services/accounts/managing/add-account.ts'
import { setUp, testPages, type TestPages } from '../web/pages.ts'
import { freePort } from '../web/free-port.ts'
import { addAuthenticator } from './passkeys.ts'

const password = 'gravel lantern seventeen'
/** A folder for screenshots of each page, for review; without it none are taken. */
const pictures = process.env['DAYWIRE_TEST_PICTURES']
const views = [320, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
)

let browser: Browser
let home: TestPages
let url: string
beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}/news/`
  home = await testPages({ url })
  await setUp(home)
  await home.web.listen({ port, host: '127.0.0.1' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await home.close()
})

let made = 0
async function invited(role: Role): Promise<{ email: string; link: string }> {
  made += 1
  const email = `person.${made}@example.org`
  const grants = [{ role, digest: 'all' }] as const
  const added = await addAccount(home.app.context, commandActor, { email, name: 'Ada Example', grants })
  if (!added.ok) throw new Error(added.reason.code)
  return { email, link: added.link.url }
}

/** A browser with a device that creates and stores passkeys, and verifies its owner. */
async function withAuthenticator(scripts = true): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ javaScriptEnabled: scripts })
  const page = await context.newPage()
  await addAuthenticator(context, page)
  return { context, page }
}

/** Fits each width, in light and dark, and passes axe. */
async function looksRight(page: Page, name: string): Promise<void> {
  for (const { width, scheme } of views) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 900 })
    const wide = (await page.evaluate('document.documentElement.scrollWidth')) as number
    expect(wide, `${name} at ${width}`).toBeLessThanOrEqual(width)
    if (pictures) {
      await mkdir(pictures, { recursive: true })
      await page.screenshot({ path: join(pictures, `${name}-${width}-${scheme}.png`), fullPage: true })
    }
    // The policy of our pages blocks scripts; those of a test are added through the protocol.
    const found = await page.evaluate(
      `(() => { ${axe.source}; return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' '))) })()`,
    )
    expect(found, `${name}, ${width}, ${scheme}`).toEqual([])
  }
}

test('an admin creates a passkey from an invitation, and signs in with it alone', async () => {
  const { link } = await invited('admin')
  const { context, page } = await withAuthenticator()
  await page.goto(link)
  await looksRight(page, 'link')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Choose how you sign in' }).waitFor()
  await looksRight(page, 'credential')
  await page.getByRole('button', { name: 'Make a passkey' }).click()
  await page.waitForURL(/desk\/today/)
  await page.goto(`${url}account`)
  await looksRight(page, 'account')
  await page.goto(`${url}account/security`)
  await looksRight(page, 'security')
  await page.goto(`${url}account/alerts`)
  await looksRight(page, 'alerts')
  await page.goto(`${url}accounts`)
  await looksRight(page, 'accounts')
  await page.getByRole('main').getByRole('link', { name: 'Ada Example' }).first().click()
  await looksRight(page, 'one-account')
  await page.goto(`${url}account`)
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await looksRight(page, 'sign-in')
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL(/desk\/today/)
  await context.close()
})

test('an error of the browser’s passkey dialog is shown beside the button', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  await addAuthenticator(context, page, false)
  await page.goto(`${url}sign-in`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('alert').filter({ hasText: 'The browser provided no passkey' }).waitFor()
  await context.close()
})

test('without scripts, an admin signs in by keyboard with a password and an authenticator app', async () => {
  const { link } = await invited('admin')
  const { context, page } = await withAuthenticator(false)
  await page.goto(link)
  await page.getByRole('button', { name: 'Continue' }).press('Enter')
  expect(await page.getByRole('button', { name: 'Make a passkey' }).isVisible()).toBe(false)
  await page.getByLabel('New password').fill(password)
  await page.getByLabel('New password').press('Enter')
  await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
  expect(await page.locator('svg.qr path').getAttribute('d')).toMatch(/^M\d+ \d+h/)
  await context.close()
})
