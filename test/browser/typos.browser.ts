import { afterAll, beforeAll, expect, test } from 'vitest'
import { bringIn } from '../services/imports/bring-in.ts'
import { openTestDesk, type TestDesk } from '../web/desk/open-desk.ts'
import { packed, textRows, workbook } from '../services/imports/files/packing.ts'
import { looksRight } from './looks-right.ts'
import { openSignedIn, type SignedIn } from './signed-in.ts'

let desk: TestDesk
let signedIn: SignedIn
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  for (const email of ['ada@gmial.com', 'bo@hotmial.com', 'cy@example.con', 'di@example.org'])
    await room.reader(email)
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.wake('2026-11-09T08:00:00Z')
  await desk.as('admin')
  signedIn = await openSignedIn(desk)
})
afterAll(() => signedIn.close())

test('by keyboard: one address is changed, another confirmed, and one of the selected ones', async () => {
  await signedIn.opened('readers', async (page) => {
    await looksRight(page, 'typos-list')
    await page.getByRole('link', { name: /^Possible typos/ }).press('Enter')
    await looksRight(page, 'typos')
    await page.getByRole('button', { name: 'Change : ada@gmail.com' }).press('Enter')
    await page.getByRole('status').filter({ hasText: 'Changed as suggested.' }).waitFor()
    await page.getByRole('button', { name: 'It is right : bo@hotmial.com' }).press('Enter')
    await page.getByRole('status').filter({ hasText: 'No longer listed' }).waitFor()
    await page.getByLabel('Choose cy@example.con').press('Space')
    await page.getByText('1 reader ticked').waitFor()
    await page.getByRole('button', { name: 'Change the ticked addresses' }).press('Enter')
    await page.getByText('No address looks mistyped').waitFor()
    await looksRight(page, 'typos-none')
  })
})

test('without scripts, on a phone: readers at domains that accept no e-mail are listed, and one is opened', async () => {
  const { mailDomains } = desk.room.app.context.store
  const at = desk.room.clock.now()
  const until = at.add({ minutes: 10 })
  await mailDomains.add(['hotmial.com'], at)
  await mailDomains.take(at, until, 1)
  await mailDomains.settle({ domain: 'hotmial.com', verdict: 'no-mail', askedAt: at }, until, until)
  await signedIn.opened(
    'readers',
    async (page) => {
      await page.getByText('+ Filter').click()
      await page
        .getByLabel('Address', { exact: true })
        .selectOption({ label: 'has a domain that accepts no e-mail' })
      await page.getByRole('button', { name: 'Apply' }).click()
      await page.getByText('1 found').waitFor()
      await page.getByText('Its domain accepts no e-mail').waitFor()
      await page.getByRole('link', { name: 'bo@hotmial.com' }).click()
      await page.getByText('hotmial.com accepts no e-mail, according to DNS on').waitFor()
    },
    { width: 320, javaScriptEnabled: false },
  )
  await signedIn.opened('readers?flag=no-mail', (page) => looksRight(page, 'readers-no-mail'))
  await signedIn.opened('readers/2', (page) => looksRight(page, 'reader-no-mail'))
  await bringIn(desk.room.app.context, desk.room.digest, 'email\nflo@hotmial.com\n')
  await signedIn.opened('readers/imports/1', async (page) => {
    await looksRight(page, 'import-no-mail')
    await page.getByRole('link', { name: '1 address is at a domain that accepts no e-mail' }).press('Enter')
    await page.getByText('1 found').waitFor()
    await page.getByRole('rowheader', { name: 'flo@hotmial.com' }).waitFor()
  })
})

test('the stories of the next e-mail, without scripts', async () => {
  await signedIn.opened(
    'readers/4',
    async (page) => {
      await page.getByRole('link', { name: 'Its stories, and why' }).click()
      await page.getByRole('heading', { name: 'Seals counted in the hall' }).waitFor()
    },
    { javaScriptEnabled: false },
  )
  await signedIn.opened('readers/4/next', (page) => looksRight(page, 'next-mail'))
})

test('a sheet of a workbook is chosen', async () => {
  const sheets = {
    People: textRows([['email'], ['eve@example.org']]),
    Press: textRows([['Mail'], ['flo@example.org']]),
  }
  await signedIn.opened('readers/import', async (page) => {
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    const file = { name: 'people.xlsx', mimeType: type, buffer: packed(workbook(sheets)) }
    await page.getByLabel('File').setInputFiles(file)
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.getByLabel('Sheet').selectOption('Press')
    await page.getByRole('button', { name: 'Show this sheet' }).click()
    await page.getByText('flo@example.org').waitFor()
    expect(await page.getByLabel('Sheet').inputValue()).toBe('Press')
    await looksRight(page, 'import-sheet')
  })
})
