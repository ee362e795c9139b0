import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandActor } from '../../src/core/entities/actor.ts'
import { run } from '../../src/services/editions/composing/run.ts'
import { buildWeb } from '../../src/web/build.ts'
import { reader, setUp, testPages, writeStory, type TestPages } from './pages.ts'

let pages: TestPages

/** A newsroom whose first edition was sent from http://127.0.0.1:8080/news/, with two pictures. */
beforeAll(async () => {
  pages = await testPages()
  const digest = await setUp(pages)
  await reader(pages, digest, 'maria@example.org')
  const pictures = join(import.meta.dirname, '../../samples/pictures')
  for (const [at, name] of ['north-cape', 'reading-room'].entries()) {
    await copyFile(
      join(pictures, `${name}.jpg`),
      join(pages.app.context.settings.dataFolder, 'editors', `${name}.jpg`),
    )
    const front = [
      `headline: Inspectors see hall ${at + 1} of the enrichment site for the ${at === 0 ? 'first' : 'last'} time`,
      'topics: [nuclear]',
      `date: 2026-11-20T0${at + 5}:00:00Z`,
      `image: { file: ${name}.jpg, alt: Cliffs above a pale sea }`,
    ]
    await writeStory(
      pages,
      name,
      front,
      at === 0
        ? 'Inspectors entered the hall on Thursday. It held no uranium.'
        : 'A convoy left the port of Lindvik with eleven cylinders.',
    )
  }
  await run(pages.app.context, digest, commandActor)
})
afterAll(() => pages.close())

/** The edition's page and the server that shows it, with the newsroom's current public URL. */
async function lookedAt(publicUrl: string) {
  const { context } = pages.app
  const web = await buildWeb({
    context: { ...context, settings: { ...context.settings, publicUrl } },
    mailbox: null,
    trustedProxies: [],
    templatesDir: join(import.meta.dirname, '../../templates'),
  })
  const path = new URL(publicUrl).pathname
  const { statusCode, body } = await web.inject({ url: `${path}editions/daily/2026-11-20` })
  expect(statusCode).toBe(200)
  return { web, path, body }
}

const targets = (html: string, name: 'href' | 'src') =>
  [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, target = '']) => target)

describe.each([
  ['at its original address', 'http://127.0.0.1:8080/news/'],
  ['on another port', 'http://127.0.0.1:9090/news/'],
  ['without its path', 'http://127.0.0.1:8080/'],
  ['under a name and another path', 'https://wire.example.org/daily/wire/'],
])('the web version of an edition, viewed %s', (_, publicUrl) => {
  test('has all its pictures and own pages', async () => {
    const { web, path, body } = await lookedAt(publicUrl)
    const pictures = targets(body, 'src')
    expect(pictures.length).toBeGreaterThanOrEqual(2)
    const own = targets(body, 'href').filter((target) => target.startsWith(path))
    expect(own.some((target) => target.includes('stories/'))).toBe(true)
    for (const target of [...pictures, ...own]) {
      const { statusCode } = await web.inject({ url: new URL(target, publicUrl).pathname })
      expect(statusCode, target).toBe(200)
    }
    // The page's metadata have its current address.
    expect(body.replace(/<meta property="og:.*/g, '')).not.toContain('127.0.0.1:8080')
    await web.close()
  })

  test('has one main landmark, and no link to itself', async () => {
    const { web, body } = await lookedAt(publicUrl)
    expect(body.match(/role="main"/g)).toHaveLength(1)
    expect(body).not.toContain('role="article"')
    for (const target of targets(body, 'href')) expect(target).not.toMatch(/editions\/daily\/2026-11-20/)
    await web.close()
  })
})

test('an e-mail still has absolute addresses, and its link to the web', async () => {
  const [mail] = await pages.app.mails()
  expect(mail?.html).toMatch(/ src="http:\/\/127\.0\.0\.1:8080\/news\/media\/[0-9a-f]{32}"/)
  expect(mail?.html).toContain('href="http://127.0.0.1:8080/news/editions/daily/2026-11-20"')
})
