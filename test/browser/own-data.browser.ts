import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import type { MailContent } from '../../src/mail/mailbox/mail-reading.ts'
import { requireNewsroom } from '../../src/services/newsroom/find-digest.ts'
import { sendMessages } from '../../src/services/sending/outbox/send-messages.ts'
import { buildWeb } from '../../src/web/build.ts'
import { testNewsroom, type TestNewsroom } from '../services/newsroom.ts'
import { dialects } from '../store/dialects.ts'
import { freePort } from '../web/free-port.ts'
import { looksRight, pictured } from './looks-right.ts'

const ada = 'ada@example.org'
const next = 'ada.lovell@example.com'

let browser: Browser
let room: TestNewsroom
let web: Awaited<ReturnType<typeof buildWeb>>
let url: string

beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}/news/`
  const [sqlite] = dialects
  room = await testNewsroom(await sqlite!.open(), undefined, url)
  const { context } = room.app
  const { settings } = context
  web = await buildWeb({
    context: { ...context, settings: { ...settings, signUps: { ...settings.signUps, isChallenged: true } } },
    mailbox: null,
    trustedProxies: ['loopback'],
    templatesDir: join(import.meta.dirname, '../../templates'),
  })
  await web.listen({ port, host: 'localhost' })
  browser = await openBrowser()
  room.clock.set('2026-11-16T05:00Z')
})
afterAll(async () => {
  await browser.close()
  await web.close()
  await room.close()
})

/** All e-mails to an address, the newest first. */
async function mailsTo(address: string): Promise<MailContent[]> {
  await sendMessages(room.app.context)
  const mails = (await room.app.mails()).filter(({ to }) => to.includes(address))
  return mails.toSorted((one, other) => numberOf(other) - numberOf(one))
}

/** The number of an e-mail in the outbox; several may arrive at the same instant. */
const numberOf = ({ headers }: MailContent): number =>
  Number(/^<m(\d+)\./.exec(headers.find(({ name }) => name === 'Message-ID')?.value ?? '')?.[1])

/** The link to `kind` in the newest e-mail to an address that has one. */
async function linkTo(address: string, kind: string): Promise<string> {
  const links = (await mailsTo(address)).flatMap(
    ({ text }) => new RegExp(`${RegExp.escape(url)}${kind}[\\w-]+`).exec(text)?.[0] ?? [],
  )
  if (!links[0]) throw new Error(`no mail to ${address} has a link to ${kind}`)
  return links[0]
}

const person = async () => room.app.context.store.subscribers.byId(1)

test('a browser solves the challenge of the form; without scripts the form explains what to do', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const errors: string[] = []
  page.on('console', (line) => (/policy|Refused/i.test(line.text()) ? errors.push(line.text()) : undefined))
  page.on('pageerror', ({ message }) => errors.push(message))
  await page.goto(`${url}subscribe/daily`)
  room.clock.set('2026-11-16T05:01Z')
  await page.getByLabel('Your e-mail address').fill(ada)
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await page.getByRole('heading', { name: 'Look in your mailbox' }).waitFor()
  await page.goto(await linkTo(ada, 'c/'))
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: 'You are subscribed to' }).waitFor()
  expect((await person())?.status).toBe('active')

  await page.goto(url)
  await page.getByLabel('Your e-mail address').fill('bo@example.org')
  room.clock.set('2026-11-16T05:15Z')
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await page.getByRole('heading', { name: 'Look in your mailbox' }).waitFor()
  expect(await mailsTo('bo@example.org')).toHaveLength(1)
  expect(errors).toEqual([])
  await context.close()

  const plain = await browser.newContext({ javaScriptEnabled: false })
  const still = await plain.newPage()
  await still.goto(`${url}subscribe/daily`)
  await still.locator('noscript .fault').waitFor()
  // axe needs scripts, which this page does not run.
  await pictured(still, 'no-script')
  await still.getByLabel('Your e-mail address').fill('cleo@example.org')
  room.clock.set('2026-11-16T05:16Z')
  await still.getByRole('button', { name: 'Subscribe' }).click()
  await still.getByRole('alert').waitFor()
  expect(await still.getByLabel('Your e-mail address').inputValue()).toBe('cleo@example.org')
  await plain.close()
  const seen = await browser.newContext()
  const fault = await seen.newPage()
  await fault.route('**/challenge', (route) => route.abort())
  await fault.goto(`${url}subscribe/daily`)
  await fault.getByLabel('Your e-mail address').fill('cleo@example.org')
  await fault.getByRole('button', { name: 'Subscribe' }).click()
  await fault.getByText('That did not work.').waitFor()
  await looksRight(fault, 'challenge-unanswered')
  await seen.close()
})

test('a reader changes the address, confirms it there with a notice to the old one, and is erased in the end', async () => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const old = await linkTo(ada, 't/')
  await page.goto(old)
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await page.getByText('A link is on its way').waitFor()
  await page.goto(await linkTo(ada, 'me/'))
  await looksRight(page, 'own-data')
  await page.getByLabel('New e-mail address').fill(next)
  await page.getByRole('button', { name: 'Send the e-mail' }).click()
  await page.getByRole('heading', { name: 'Look in your new mailbox' }).waitFor()
  await looksRight(page, 'address-asked')
  expect((await person())?.email).toBe(ada)
  await page.goto(await linkTo(next, 'a/'))
  await looksRight(page, 'new-address')
  expect((await person())?.email).toBe(ada)
  await page.getByRole('button', { name: 'Use this address' }).click()
  await page.getByRole('heading', { name: 'Your address is changed' }).waitFor()
  expect((await person())?.email).toBe(next)
  expect((await mailsTo(ada))[0]?.subject).toContain('has been changed')
  await page.goto(old)
  await page.getByRole('heading', { name: 'Nothing is sent to this address any more' }).waitFor()
  await looksRight(page, 'old-link')

  await page.getByRole('link', { name: 'Open the form' }).click()
  await page.getByLabel('Your e-mail address').fill(next)
  room.clock.set('2026-11-16T05:20Z')
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await page.getByRole('heading', { name: 'Look in your mailbox' }).waitFor()
  await page.goto(await linkTo(next, 't/'))
  await page.getByRole('button', { name: 'Send me the link' }).click()
  await page.goto(await linkTo(next, 'me/'))
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('Tick the box if you are sure.').waitFor()
  await looksRight(page, 'not-sure')
  await page.getByLabel('Yes, delete everything').check()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('heading', { name: 'Everything about you is deleted' }).waitFor()
  await looksRight(page, 'erased')
  expect(await person()).toBeNull()
  await context.close()
})

test('every page of readers is correct in German and from right to left', { timeout: 600_000 }, async () => {
  const { context } = room.app
  const { id: _id, createdAt: _createdAt, ...daily } = room.digest
  const now = () => context.clock.now()
  await context.store.digests.put({ ...daily, key: 'weekly', name: 'Weekly' }, now())
  const opened = await browser.newContext()
  const page = await opened.newPage()
  for (const [at, language] of ['de', 'he'].entries()) {
    const email = `${language}@example.org`
    await context.store.newsroom.put({ ...(await requireNewsroom(context)), language })
    for (const key of ['daily', 'weekly'])
      await context.store.digests.put(
        { ...daily, key, name: key === 'daily' ? daily.name : 'Weekly', language },
        now(),
      )
    const hour = `2026-11-17T0${at}`
    const see = async (name: string) => looksRight(page, `${name}-${language}`)
    room.clock.set(`${hour}:00Z`)
    for (const path of ['subscribe', 'subscribe/daily', 'subscribe/daily/embed', 'nothing', 'privacy', '']) {
      await page.goto(url + path)
      await see(path.replaceAll('/', '-') || 'front')
    }
    for (const digest of ['daily', 'weekly']) {
      room.clock.set(now().add({ minutes: 1 }).toString())
      await page.goto(`${url}subscribe/${digest}`)
      await page.locator('input[type=email]').fill(email)
      room.clock.set(now().add({ seconds: 5 }).toString())
      await page.locator('button.primary').click()
      await page.waitForURL('**/sent?**')
      if (digest === 'daily') await see('sent')
      await page.goto(await linkTo(email, 'c/'))
      if (digest === 'daily') await see('confirm')
      await page.locator('button.primary').click()
      await page.waitForURL('**/t/**')
    }
    await see('confirmed')
    await page.locator('input[name=hour]').fill('7')
    await page.locator('button.primary').click()
    await page.locator('#fault-hour').waitFor()
    await see('choices-fault')
    const leave = page.url().split('?')[0]!.replace('/t/', '/u/')
    await page.goto(leave)
    await see('leave')
    await page.locator('button[value=all]').click()
    await page.waitForURL('**done=left')
    await see('left-all')
    await page.locator('form[action$=undo] button').click()
    await page.waitForURL('**done=back')
    await see('back-all')
    await page.goto(leave.replace('/u/', '/t/'))
    await page.locator('form[action$=own-link] button').click()
    await page.waitForURL('**done=linkSent')
    await page.goto(await linkTo(email, 'me/'))
    await see('own-data')
  }
  await opened.close()
})
