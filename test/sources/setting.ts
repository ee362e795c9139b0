import { createServer, type RequestListener } from 'node:http'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, onTestFinished } from 'vitest'
import type { FetchResult } from '../../src/sources/fetch-result.ts'
import { openSources, type Sources, type SourcesSettings } from '../../src/sources/sources.ts'
import { english } from '../../src/core/said/sentence.ts'

export type Read = Extract<FetchResult, { unchanged: false }>

/** A server on loopback for one test; returns its address without a slash at the end. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export const settings: SourcesSettings = {
  resolver: { resolve: () => Promise.reject(new Error('no such name')) },
  clock: { now: () => Temporal.Instant.from('2026-11-20T12:00:00Z') },
  allowLoopback: true,
  proxyUrl: null,
  contact: 'news@example.org',
  userAgentVersion: '1.2.3',
}

const shared = openSources(settings)
afterAll(() => shared.close())

/** Sources for one test: loopback allowed, no name resolved, and a clock that stands still. */
export function open(other?: Partial<SourcesSettings>): Sources {
  // Most tests need no separate thread: starting one would cost more than the reading.
  if (!other) return shared
  const sources = openSources({ ...settings, ...other })
  onTestFinished(() => sources.close())
  return sources
}

/** A folder for one test with these files in it. */
export async function folderOf(files: Record<string, string | Buffer> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'daywire-sources-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

/** Checks a document in a file; fails the test if it cannot be read. */
export async function checkText(text: string | Buffer): Promise<Read> {
  const folder = await folderOf({ 'feed.xml': text })
  const reading = await shared.check(join(folder, 'feed.xml'))
  if (!reading.ok || reading.unchanged) throw new Error(`not read: ${JSON.stringify(reading)}`)
  return reading
}

/** The reason why a document in a file is not read. */
export async function refusalOf(text: string | Buffer): Promise<string> {
  const folder = await folderOf({ 'feed.xml': text })
  const reading = await shared.check(join(folder, 'feed.xml'))
  return reading.ok ? 'was read' : english(reading.reason).replace(join(folder, 'feed.xml'), 'it')
}

export const rss = (inner: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Wire</title><link>https://wire.example.org/news/</link>${inner}</channel></rss>`

export const story = (title: string): string =>
  `<item><title>${title}</title><link>https://wire.example.org/${title.toLowerCase()}</link></item>`
