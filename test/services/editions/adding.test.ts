import { inWords } from '../../in-words.ts'
import type { RequestListener } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, type Actor } from '../../../src/core/entities/actor.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { addStory, type StoryToAdd } from '../../../src/services/editions/adding/add-story.ts'
import { readAwaitedPages } from '../../../src/services/editions/adding/read-awaited-pages.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { type ChangeBasis, inEdition } from '../../../src/services/editions/changing/make-change.ts'
import { rewordStory } from '../../../src/services/editions/changing/stories/reword-story.ts'
import { undoChange } from '../../../src/services/editions/changing/undo-change.ts'
import { checkEdition } from '../../../src/services/editions/checks/check-edition.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { serve } from '../../sources/setting.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const ada: Actor = { kind: 'account', id: 1, grants: [{ role: 'editor', digest: 'all' }] }
const nothing: StoryToAdd = { link: null, headline: null, text: null, source: null, topic: null, to: null }

const page = (headline: string, more = '') =>
  `<html><head><title>${headline}</title>${more}</head><body><article><h1>${headline}</h1><p>${'Inspectors counted the seals of every cylinder in the enrichment hall on Monday, the agency said. '.repeat(4)}</p></article></body></html>`

const answering =
  (html: string): RequestListener =>
  (request, response) => {
    if (request.url === '/robots.txt') return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html)
  }

describe.each(dialects)('adding a story on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let edition: Edition

  /** Five seconds that never end, or are over at once. */
  const patient = () => ({ ...room.app.context, wait: () => new Promise<void>(() => undefined) })
  const hasty = () => ({ ...room.app.context, wait: async () => undefined })
  const items = async () => home.store.contents.items(edition.id)
  const basis = () => inEdition(edition)
  const add = (story: Partial<StoryToAdd>, context = patient(), on: ChangeBasis = basis()) =>
    addStory(context, on, { ...nothing, ...story }, ada)
  const read = () => readAwaitedPages(room.app.context, new AbortController().signal)
  const shown = async (id: number) => (await items()).find(({ storyId }) => storyId === id)

  async function added(story: Partial<StoryToAdd>, context = patient(), on = basis()) {
    const outcome = await add(story, context, on)
    if (!outcome.ok) throw new Error(outcome.code)
    return outcome
  }

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.story('a', 'Interceptor battery leaves the coast', 'missiles')
    room.clock.set('2026-11-09T08:00Z')
    await collect(room.app.context)
    await room.wake('2026-11-10T06:30:10Z')
    edition = (await home.store.editions.newestScheduled(room.digest.id))!
  })
  afterEach(() => room.close())

  test('its page provides what was not typed; typed values and the section have precedence; undo removes it', async () => {
    const address = await serve(answering(page('Seals counted in the hall')))
    const one = await added({ link: `${address}/hall?utm_source=x`, text: 'All of them.', topic: 'chemical' })
    expect(one).toMatchObject({ revision: 2, isKnown: false, page: 'read', fault: null })
    expect(await shown(one.story)).toMatchObject({
      headline: 'Seals counted in the hall',
      summary: 'All of them.',
      link: `${address}/hall`,
      sourceName: '127.0.0.1',
      topics: ['chemical', 'nuclear'],
    })
    await undoChange(room.app.context, basis(), { change: one.change! }, ada)
    expect(await shown(one.story)).toBeUndefined()
    // Nor does another edition include it automatically.
    await room.wake('2026-11-11T06:30:10Z')
    const next = await home.store.editions.newestScheduled(room.digest.id)
    expect(next?.id).not.toBe(edition.id)
    expect((await home.store.contents.items(next!.id)).map(({ storyId }) => storyId)).not.toContain(one.story)
  })

  test('typed completely, it needs no page; incomplete or invalid input is refused and adds nothing', async () => {
    const typed = { headline: 'Seals counted in the enrichment hall', text: 'All.', source: 'Example Agency' }
    const one = await added(typed)
    expect(await shown(one.story)).toMatchObject({
      link: null,
      sourceName: 'Example Agency',
      topics: ['nuclear'],
    })
    const before = await items()
    await expect(add({ headline: 'No source' })).rejects.toThrow('who reports it')
    await expect(add({ text: 'Only this' })).rejects.toThrow('link of the story')
    await expect(add({ link: 'file:///etc/passwd' })).rejects.toThrow('not an address')
    await expect(add({ link: 'https://ada:secret@news.example/' })).rejects.toThrow('a password')
    await expect(add({ link: 'http://10.0.0.1/hall' })).rejects.toThrow('cannot be read')
    expect(await add({ ...typed, topic: 'gardening' })).toMatchObject({ ok: false, code: 'no-such-topic' })
    expect(await add({ ...typed, to: { before: 999 } })).toMatchObject({ ok: false, code: 'no-such-place' })
    expect(await items()).toEqual(before)
    expect((await home.store.stories.byHeadline('Seals', 9)).length).toBe(1)
  })

  test('submitting the same form again adds nothing; other words, or another day, make another story', async () => {
    const typed = { headline: 'Seals counted in the enrichment hall', text: 'All.', source: 'Example Agency' }
    const one = await added(typed)
    expect(await added(typed)).toMatchObject({ story: one.story, isKnown: true, change: null })
    expect((await added({ ...typed, text: 'Half of them.' })).story).not.toBe(one.story)
    const tomorrow = { ...basis(), date: edition.date.add({ days: 1 }), editionId: null }
    expect((await added(typed, patient(), tomorrow)).story).not.toBe(one.story)
  })

  test('a known link, in any form or by the page’s canonical link, includes the existing story', async () => {
    const canonical = '<link rel="canonical" href="/hall">'
    const address = await serve(answering(page('Seals counted in the hall', canonical)))
    const one = await added({ link: `${address}/hall` })
    for (const link of [`${address}/hall/?utm_medium=mail#top`, `${address}/hall?print=yes`])
      expect(await added({ link })).toMatchObject({ story: one.story, isKnown: true, change: null })
    await undoChange(room.app.context, basis(), { change: one.change! }, ada)
    const again = await added({ link: `${address}/hall`, headline: 'Typed, not used' })
    expect(again).toMatchObject({ story: one.story, isKnown: true })
    expect(again.change).not.toBeNull()
    expect((await shown(one.story))?.headline).toBe('Seals counted in the hall')
  })

  test('a slow page is applied by the system when it arrives, except for what was typed or changed since', async () => {
    const address = await serve(answering(page('Seals counted in the hall')))
    const bare = await added({ link: `${address}/one` }, hasty())
    const typed = await added({ link: `${address}/two`, headline: 'My own words' }, hasty())
    const changed = await added({ link: `${address}/three` }, hasty())
    expect([bare, typed, changed].map(({ page: state }) => state)).toEqual(['awaited', 'awaited', 'awaited'])
    expect((await shown(bare.story))?.headline).toBe(`${address.slice(7)}/one`)
    const words = { story: changed.story, text: 'headline', words: 'Changed since', of: 'edition' } as const
    await rewordStory(room.app.context, basis(), words, ada)
    const found = (await checkEdition(room.app.context, await room.edition(edition.id))).results
    expect(found.filter(({ check }) => check === 'unread-pages')).toHaveLength(3)
    await read()
    const headlines = await Promise.all(
      [bare, typed, changed].map(async ({ story }) => (await shown(story))?.headline),
    )
    expect(headlines).toEqual(['Seals counted in the hall', 'My own words', 'Changed since'])
    expect((await shown(typed.story))?.summary).toContain('Inspectors counted')
    const made = await home.store.changes.ofDay(room.digest.id, edition.date, edition.id)
    expect(made.at(-1)).toMatchObject({ actor: { kind: 'system' } })
    const { revision } = await room.edition(edition.id)
    await read()
    expect((await room.edition(edition.id)).revision).toBe(revision)
  })

  test('a story undone before its page arrives stays out; another undo or the same link restores it with the page’s words', async () => {
    const address = await serve(answering(page('Seals counted in the hall')))
    const one = await added({ link: `${address}/one` }, hasty())
    const two = await added({ link: `${address}/two` }, hasty())
    const undo = async (change: number | null) => {
      const undone = await undoChange(room.app.context, basis(), { change: change! }, ada)
      if (!undone.ok) throw new Error(undone.code)
      return undone.change
    }
    const back = await undo(one.change)
    await undo(two.change)
    expect(await shown(one.story)).toBeUndefined()
    const { results } = await checkEdition(room.app.context, await room.edition(edition.id))
    expect(results.filter(({ check }) => check === 'unread-pages')).toEqual([])
    await read()
    expect(await items()).toHaveLength(1)
    await undo(back)
    expect((await shown(one.story))?.headline).toBe('Seals counted in the hall')
    expect(await added({ link: `${address}/two` })).toMatchObject({ story: two.story, isKnown: true })
    expect((await shown(two.story))?.headline).toBe('Seals counted in the hall')
  })

  test('an approved edition stays approved when the page arrives; a wish gets the words of its page', async () => {
    const address = await serve(answering(page('Seals counted in the enrichment hall')))
    const one = await added({ link: `${address}/one` }, hasty())
    // Its link is to this machine.
    const passes = [{ check: 'private-links', reason: 'a test' }]
    await approve(room.app.context, await room.edition(edition.id), commandActor, { passes })
    const tomorrow = { ...basis(), date: Temporal.PlainDate.from('2026-11-11'), editionId: null }
    const wish = await added({ link: `${address}/two`, topic: 'chemical' }, hasty(), tomorrow)
    await read()
    expect(await room.edition(edition.id)).toMatchObject({ status: 'approved', revision: 2 })
    expect((await shown(one.story))?.headline).toBe(`${address.slice(7)}/one`)
    await room.wake('2026-11-11T06:30:10Z')
    edition = (await home.store.editions.newestScheduled(room.digest.id))!
    expect(await shown(wish.story)).toMatchObject({
      headline: 'Seals counted in the enrichment hall',
      topics: ['chemical', 'nuclear'],
    })
  })

  test('a page that cannot be read keeps the typed input and is reported; a temporary error is tried four times', async () => {
    const hits: string[] = []
    const address = await serve((request, response) => {
      if (request.url !== '/robots.txt') hits.push(request.url ?? '')
      response.writeHead(request.url === '/down' ? 503 : 404).end()
    })
    const gone = await added({ link: `${address}/gone`, headline: 'Typed' })
    expect(inWords(gone)).toMatchObject({ page: 'unreadable', fault: expect.stringContaining('404') })
    const down = await added({ link: `${address}/down`, headline: 'Typed too' })
    expect(inWords(down)).toMatchObject({ page: 'awaited', fault: expect.stringContaining('503') })
    for (const at of ['07:00', '07:30', '08:00', '08:30', '09:00']) {
      room.clock.set(`2026-11-10T${at}Z`)
      await read()
    }
    expect(hits.filter((url) => url === '/gone')).toHaveLength(1)
    expect(hits.filter((url) => url === '/down')).toHaveLength(4)
    const { results } = await checkEdition(room.app.context, await room.edition(edition.id))
    expect(results.filter(({ check }) => check === 'unread-pages')).toMatchObject([
      { code: 'page-unread', params: { headline: 'Typed' } },
      { code: 'page-unread', params: { headline: 'Typed too' } },
    ])
  })

  test('a hostile page adds no markup', async () => {
    const hostile = page('A &lt;script&gt;alert(1)&lt;/script&gt; hall').replace(
      '<p>',
      '<p onclick="x()"><script>alert(2)</script>',
    )
    const address = await serve(answering(hostile))
    const one = await added({ link: `${address}/x` })
    const [story] = await home.store.stories.byIds([one.story])
    expect(story?.html).not.toMatch(/script|onclick/)
    expect(story?.summary).not.toContain('alert(2)')
  })
})
