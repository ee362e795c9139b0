import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doctor } from '../../../src/services/newsroom/doctor/doctor.ts'
import { exportNewsroom } from '../../../src/services/newsroom/files/export-newsroom.ts'
import { htmlOfMarkdown } from '../../../src/services/newsroom/own-pages/markdown.ts'
import { putOwnPages } from '../../../src/services/newsroom/own-pages/own-pages.ts'
import { readOwnPages } from '../../../src/services/newsroom/own-pages/read-own-pages.ts'
import { english } from '../../../src/core/said/sentence.ts'
import { openDoor, type Door } from './door.ts'

let door: Door
beforeEach(async () => {
  door = await openDoor()
})
afterEach(() => door.pages.close())

const privacy = '# What we store\n\nYour address. Write to [us](mailto:us@example.org).\n'

test('an existing page is linked from forms, footers and e-mails, and exported unchanged', async () => {
  const { context } = door.pages.app
  await putOwnPages(context.store, { privacy: '', imprint: '' })
  expect((await door.get('privacy')).statusCode).toBe(404)
  expect((await door.get('subscribe/daily')).body).not.toContain('/news/privacy')
  await putOwnPages(context.store, { privacy })
  door.pages.wait({ seconds: 11 })
  const page = await door.get('privacy')
  expect(page.body).toContain('<h1>What we store</h1>')
  expect(page.body).toContain('<a href="mailto:us@example.org">us</a>')
  expect((await door.get('subscribe/daily')).body.match(/href="\/news\/privacy"/g)).toHaveLength(2)
  expect((await door.get('')).body).toContain('/news/privacy')
  await door.signUp('ada@example.org')
  const [mail] = await door.mailsTo('ada@example.org')
  expect(mail?.text).toContain('Privacy notice:\nhttp://127.0.0.1:8080/news/privacy')
  const files = await exportNewsroom(context)
  expect(files.find(({ path }) => path === 'pages/privacy.md')?.content.toString()).toBe(privacy)
})

test('doctor reports missing and unfinished ones', async () => {
  const { context } = door.pages.app
  await putOwnPages(context.store, { privacy: 'CHANGE ME', imprint: '' })
  const found = (await doctor(context, { isPublicUrlSet: false })).map(
    ({ about, says }) => `${english(about)}: ${english(says)}`,
  )
  expect(found).toContain(
    'privacy page: still holds words to be replaced: change pages/privacy.md, and import it',
  )
  expect(found.find((line) => line.startsWith('imprint page: there is none'))).toBeDefined()
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '[x](data:text/html,hi)',
  '![x](https://example.com/p.png "onload")',
  '<https://example.com/"><script>',
  '[a](https://example.com/"onmouseover="x)',
  '# <svg/onload=1>',
])('markup that a page may not contain is shown as text: %s', (markdown) => {
  const { html } = htmlOfMarkdown(`Before\n\n${markdown}\n`)
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/g)]
  expect(tags.map(([, name]) => name).filter((name) => !['p', 'a', 'h2'].includes(name ?? ''))).toEqual([])
  for (const [, , attributes = ''] of tags) expect(attributes).toMatch(/^( href="(https|mailto):[^"]*")?$/)
})

test('files that are too long are refused with their name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-pages-'))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'privacy.md'), 'x'.repeat(100_001))
  await writeFile(join(folder, 'imprint.md'), 'Us.')
  const faults: Parameters<typeof readOwnPages>[1] = []
  expect(await readOwnPages(folder, faults)).toEqual({ imprint: 'Us.' })
  expect(faults.map((fault) => english(fault)).join()).toContain('privacy.md')
  await rm(folder, { recursive: true })
})
