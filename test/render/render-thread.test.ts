import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Alert } from '../../src/core/entities/messages/alert.ts'
import { compileShell } from '../../src/render/compile-shell.ts'
import { makeShells, shellsFile } from '../../src/render/mail-shell.ts'
import { openRenderThread, type RenderThread } from '../../src/render/render-thread.ts'
import { openRenderer } from '../../src/render/renderer.ts'
import { openTemplates } from '../../src/render/templates.ts'
import { wordsOf } from '../../src/wording/wording.ts'
import { sampleSheet } from './sample-sheet.ts'

const templatesDir = join(import.meta.dirname, '../../templates')
let thread: RenderThread
afterEach(() => thread.close())

test('renders the same as the main thread, and starts only on demand', async () => {
  thread = openRenderThread(templatesDir)
  expect(thread.isRunning()).toBe(false)
  const sheet = sampleSheet(4)
  const here = openRenderer({ templatesDir })
  expect(await thread.digest(sheet)).toEqual(await here.digest(sheet))
  expect(thread.isRunning()).toBe(true)
})

test('renders an e-mail other than a digest without MJML, unless the templates were changed since', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-templates-'))
  await cp(templatesDir, folder, { recursive: true })
  const { newsroom } = sampleSheet(1)
  thread = openRenderThread(folder)
  const mail = await thread.message(alert, newsroom)
  expect(thread.isRunning()).toBe(false)
  const layout = join(folder, 'mail/layout.mjml.hbs')
  await writeFile(layout, (await readFile(layout, 'utf8')).replace('width="600px"', 'width="500px"'))
  thread = openRenderThread(folder)
  const changed = await thread.message(alert, newsroom)
  expect(thread.isRunning()).toBe(true)
  expect(mail.html.replaceAll('600', '500')).toBe(changed.html)
  await rm(folder, { recursive: true })
})

const alert: { kind: 'alert' } & Alert = {
  kind: 'alert',
  subject: 'A',
  lead: 'B',
  points: [{ name: 'C', text: 'D' }],
  advice: 'E',
}

test('the stored shells of such e-mails are what MJML renders from their layout: `npm run shells`', async () => {
  const kept: unknown = JSON.parse(await readFile(shellsFile(templatesDir), 'utf8'))
  const templates = openTemplates(templatesDir, wordsOf('mail', 'en'), 'mail')
  expect(kept).toEqual(await makeShells(templates, compileShell))
})

test('starts in advance if a rendering is announced, and ends again if none follows', async () => {
  thread = openRenderThread(templatesDir, { idle: 0, longest: 30_000 })
  thread.ready()
  await expect.poll(() => thread.isRunning()).toBe(true)
  await expect.poll(() => thread.isRunning(), { timeout: 30_000 }).toBe(false)
})

test('reports a broken template by its code, and continues', async () => {
  thread = openRenderThread(templatesDir)
  const sheet = sampleSheet(2)
  const broken = { ...sheet, digest: { ...sheet.digest, template: 'mail' } }
  await expect(thread.digest(broken)).rejects.toMatchObject({ code: 'template-broken' })
  expect(await thread.digest(sheet)).not.toHaveLength(0)
})

test('ends when it is idle, and is started again', async () => {
  thread = openRenderThread(templatesDir, { idle: 0, longest: 30_000 })
  const sheet = sampleSheet(2)
  const first = await thread.digest(sheet)
  await expect.poll(() => thread.isRunning()).toBe(false)
  expect(await thread.digest(sheet)).toEqual(first)
})

test('stops what takes too long', async () => {
  thread = openRenderThread(templatesDir, { idle: 1000, longest: 0 })
  await expect(thread.digest(sampleSheet(2))).rejects.toMatchObject({ code: 'template-broken' })
  expect(thread.isRunning()).toBe(false)
})
