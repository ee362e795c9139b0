import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { folderOf, open, rss, story } from './setting.ts'
import { inWords } from '../in-words.ts'

const feedAt = (location: string, kind = 'feed') => ({
  kind,
  location,
  timeZone: null,
  options: {},
  etag: null,
  lastModified: null,
})

describe('reading and checking', () => {
  test('check distinguishes a feed’s file, a folder and an address', async () => {
    const folder = await folderOf({
      'feed.xml': rss(story('Ada')),
      'a.md': '---\nheadline: A\ndate: 2026-11-20\n---\nText',
    })
    const sources = open()
    expect(await sources.check(join(folder, 'feed.xml'))).toMatchObject({ ok: true, kind: 'rss' })
    expect(await sources.check(pathToFileURL(join(folder, 'feed.xml')).href)).toMatchObject({
      ok: true,
      kind: 'rss',
    })
    expect(await sources.check(folder)).toMatchObject({ ok: true, kind: 'folder', items: [{ id: 'a.md' }] })
    expect(inWords(await sources.check('https://nowhere.example.org/feed'))).toMatchObject({
      ok: false,
      reason: expect.stringContaining('nowhere.example.org'),
    })
    expect(inWords(await sources.check('wire.example.org/feed'))).toMatchObject({
      ok: false,
      reason:
        'wire.example.org/feed is neither a file nor a folder here; an address begins with http:// or https://',
    })
  })

  test('an unknown kind is an error that names the known ones', async () => {
    expect(inWords(await open().read(feedAt('x', 'carrier-pigeon')))).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^there is no kind of source “carrier-pigeon”; known: feed, folder/),
    })
  })

  test('read returns only items that can be shown; check shows all, with the result of each', async () => {
    const bare = '<item><description>Ships wait for the tide.</description></item><item><guid>x</guid></item>'
    const folder = await folderOf({ 'feed.xml': rss(bare + story('Ada')) })
    const location = join(folder, 'feed.xml')
    const notes = [
      '1 item has no headline, and is shown by the beginning of its text',
      '1 item with neither headline nor text was left out',
    ]
    expect(inWords(await open().check(location))).toMatchObject({
      notes,
      items: [{ headline: '' }, { headline: '', id: 'x' }, { headline: 'Ada' }],
    })
    expect(inWords(await open().read(feedAt(location)))).toMatchObject({
      notes,
      items: [{ headline: 'Ships wait for the tide.' }, { headline: 'Ada' }],
    })
  })
})
