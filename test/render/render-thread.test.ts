import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openRenderThread, type RenderThread } from '../../src/render/render-thread.ts'
import { openRenderer } from '../../src/render/renderer.ts'
import { sampleSheet } from './sample-sheet.ts'

const templatesDir = join(import.meta.dirname, '../../templates')
let thread: RenderThread
afterEach(() => thread.close())

test('renders what the main thread would, and starts only then', async () => {
  thread = openRenderThread(templatesDir)
  expect(thread.isRunning()).toBe(false)
  const sheet = sampleSheet(4)
  const here = openRenderer({ templatesDir })
  expect(await thread.digest(sheet)).toEqual(await here.digest(sheet))
  expect(thread.isRunning()).toBe(true)
  const alert = {
    kind: 'alert',
    subject: 'A',
    lead: 'B',
    points: [{ name: 'C', text: 'D' }],
    advice: 'E',
  } as const
  const content = { ...alert, points: [...alert.points] }
  expect(await thread.message(content, sheet.newsroom)).toEqual(await here.message(content, sheet.newsroom))
})

test('is ready before anything is rendered where that is announced, and ends again where nothing comes of it', async () => {
  thread = openRenderThread(templatesDir, { idle: 0, longest: 30_000 })
  thread.ready()
  await expect.poll(() => thread.isRunning()).toBe(true)
  await expect.poll(() => thread.isRunning(), { timeout: 30_000 }).toBe(false)
})

test('reports a broken template by its code, and goes on', async () => {
  thread = openRenderThread(templatesDir)
  const sheet = sampleSheet(2)
  const broken = { ...sheet, digest: { ...sheet.digest, template: 'mail' } }
  await expect(thread.digest(broken)).rejects.toMatchObject({ code: 'template-broken' })
  expect(await thread.digest(sheet)).not.toHaveLength(0)
})

test('ends when nothing is asked of it, and starts anew', async () => {
  thread = openRenderThread(templatesDir, { idle: 0, longest: 30_000 })
  const sheet = sampleSheet(2)
  const first = await thread.digest(sheet)
  await expect.poll(() => thread.isRunning()).toBe(false)
  expect(await thread.digest(sheet)).toEqual(first)
})

test('gives up what takes too long', async () => {
  thread = openRenderThread(templatesDir, { idle: 1000, longest: 0 })
  await expect(thread.digest(sampleSheet(2))).rejects.toMatchObject({ code: 'template-broken' })
  expect(thread.isRunning()).toBe(false)
})
