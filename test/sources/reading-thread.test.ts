import { expect, onTestFinished, test } from 'vitest'
import type { RawDocument } from '../../src/sources/reading/document.ts'
import { defaultLimits } from '../../src/sources/limits.ts'
import { openReadingThread, type ReadingThread } from '../../src/sources/reading/reading-thread.ts'
import { rss, story } from './setting.ts'
import { inWords } from '../in-words.ts'

const raw = (text: string): RawDocument => ({
  bytes: Buffer.from(text),
  contentType: '',
  url: null,
  where: 'feed.xml',
  timeZone: null,
  options: {},
  mostItems: 100_000,
})

const small = raw(
  rss(story('Ada').replace('</item>', '<pubDate>Fri, 20 Nov 2026 08:15:00 GMT</pubDate></item>')),
)
const large = raw(rss(story('Ada').repeat(40_000)))

function open(limits: Partial<typeof defaultLimits> = {}): ReadingThread {
  const thread = openReadingThread({ ...defaultLimits, ...limits })
  onTestFinished(() => thread.close())
  return thread
}

test('documents asked for at once are each read, dates and all', async () => {
  const thread = open()
  const read = await Promise.all([thread.read('feed', small), thread.read('feed', small)])
  const date = Temporal.Instant.from('2026-11-20T08:15Z')
  for (const each of read) {
    expect(each).toMatchObject({ ok: true, kind: 'rss', items: [{ headline: 'Ada' }] })
    if (each.ok) expect(each.items[0]?.date?.equals(date)).toBe(true)
  }
})

test('one that takes too long is an error, and the next is read', async () => {
  const thread = open({ readingTime: 400 })
  // The thread runs before the time limit starts.
  await thread.read('feed', small)
  expect(inWords(await thread.read('feed', large))).toEqual({
    ok: false,
    reason: 'feed.xml takes longer than 0.4 seconds to read; report it to its publisher',
    problem: 'malformed',
  })
  const roomy = open()
  expect(await roomy.read('feed', small)).toMatchObject({ ok: true })
})

test('one that takes too much memory is an error, and the next is read', async () => {
  const thread = open({ readingMemory: 40, readingTime: 60_000 })
  expect(inWords(await thread.read('feed', large))).toMatchObject({
    ok: false,
    reason: 'feed.xml takes more memory to read than a document may; report it to its publisher',
  })
  expect(await thread.read('feed', small)).toMatchObject({ ok: true })
})

test('an unknown kind is an error', async () => {
  expect(await open().read('carrier-pigeon', small)).toMatchObject({ ok: false })
})
