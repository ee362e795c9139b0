import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../../scripts/gallery/browser.ts'
import { commandActor } from '../../src/core/entities/actor.ts'
import type { MailContent } from '../../src/mail/mailbox/mail-reading.ts'
import { run } from '../../src/services/editions/composing/run.ts'
import { sendMessages } from '../../src/services/sending/outbox/send-messages.ts'
import { buildWeb } from '../../src/web/build.ts'
import { testNewsroom, type TestNewsroom } from '../services/newsroom.ts'
import { dialects } from '../store/dialects.ts'
import { freePort } from '../web/free-port.ts'
import { looksRight } from './looks-right.ts'

const ada = 'ada@example.org'

let browser: Browser
let room: TestNewsroom
let web: Awaited<ReturnType<typeof buildWeb>>
let url: string

beforeAll(async () => {
  const port = await freePort()
  url = `http://localhost:${port}/news/`
  const [sqlite] = dialects
  room = await testNewsroom(await sqlite!.open(), undefined, url)
  const templatesDir = join(import.meta.dirname, '../../templates')
  const { context } = room.app
  web = await buildWeb({ context, mailbox: null, trustedProxies: ['loopback'], templatesDir })
  await web.listen({ port, host: 'localhost' })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await web.close()
  await room.close()
})

async function mails(): Promise<MailContent[]> {
  await sendMessages(room.app.context)
  return (await room.app.mails()).filter(({ to }) => to.includes(ada))
}

/** The newest e-mail whose subject begins with this, checked. */
async function mailAbout(subject: string, page: Page): Promise<MailContent> {
  const mail = (await mails()).find((one) => one.subject.startsWith(subject))
  if (!mail) throw new Error(`there is no mail “${subject}”`)
  await page.setContent(mail.html)
  await looksRight(page, `mail-${subject.replaceAll(' ', '-').toLowerCase()}`)
  return mail
}

const linkIn = (mail: MailContent, kind: string): string => {
  const found = new RegExp(`${RegExp.escape(url)}${kind}[\\w-]+`).exec(mail.text)
  if (!found) throw new Error(`no link to ${kind} in ${mail.text}`)
  return found[0]
}

test('from the form to the last e-mail', async () => {
  const context = await browser.newContext({ timezoneId: 'Europe/Vienna' })
  const page = await context.newPage()
  room.clock.set('2026-11-16T05:00Z')
  await page.goto(`${url}subscribe`)
  await looksRight(page, 'subscribe')
  await page.goto(`${url}subscribe/daily/embed`)
  await looksRight(page, 'embed')
  await page.goto(`${url}subscribe`)
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
  await page.getByLabel('Your e-mail address').fill(ada)
  room.clock.set('2026-11-16T05:01Z')
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await looksRight(page, 'subscribe-fault')
  await page.getByRole('checkbox', { name: 'Missiles' }).check()
  room.clock.set('2026-11-16T05:02Z')
  await page.getByRole('button', { name: 'Subscribe' }).click()
  await page.getByRole('heading', { name: 'Look in your mailbox' }).waitFor()
  await looksRight(page, 'sent')

  const mailPage = await context.newPage()
  const confirmation = await mailAbout('Confirm your subscription', mailPage)
  await page.goto(linkIn(confirmation, 'c/'))
  await looksRight(page, 'confirm')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: 'You are subscribed to' }).waitFor()
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Vienna')
  await looksRight(page, 'choices')
  await mailAbout('Welcome', mailPage)
  await page.goto(linkIn(confirmation, 'c/'))
  await looksRight(page, 'confirm-used')

  await room.story('a', 'Inspectors return to the enrichment hall', 'nuclear')
  await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
  room.clock.set('2026-11-16T07:00Z')
  await run(room.app.context, room.digest, commandActor)
  const edition = (await mails()).find(({ text }) => text.includes('Interceptor battery'))
  expect(edition?.text).toContain('Interceptor battery')
  expect(edition?.text).not.toContain('enrichment hall')

  await page.goto(linkIn(edition!, 't/'))
  await page.getByRole('link', { name: 'See the newest edition with these choices' }).click()
  await page.getByRole('heading', { name: 'Interceptor battery' }).first().waitFor()
  expect(await page.getByText('enrichment hall').count()).toBe(0)
  await page.goto(linkIn(edition!, 'u/'))
  await looksRight(page, 'unsubscribe')

  const before = (await mails()).length
  const header = edition?.headers.find(({ name }) => name === 'List-Unsubscribe')?.value ?? ''
  const oneClick = /<(http[^>]+)>/.exec(header)?.[1] ?? ''
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
  expect((await fetch(oneClick, { method: 'POST', body })).status).toBe(200)
  await room.story('c', 'A second battery leaves', 'missiles')
  room.clock.set('2026-11-17T07:00Z')
  await run(room.app.context, room.digest, commandActor)
  expect(await mails()).toHaveLength(before)

  await page.goto(linkIn(edition!, 'u/'))
  await page.getByRole('button', { name: 'Subscribe again' }).click()
  await page.getByRole('button', { name: 'Unsubscribe', exact: true }).click()
  await looksRight(page, 'left')
  await mailAbout('You have unsubscribed', mailPage)
  await context.close()
})
