import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { Newsroom } from '../../../src/core/entities/newsroom.ts'
import { inertToken } from '../../../src/core/token.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { preview } from '../../../src/services/editions/viewing/preview/preview.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import { openTestDesk, type TestDesk } from './open-desk.ts'
import { foreignIn, oddTexts, shownIn } from './odd-strings.ts'

const day = 'today/daily/2026-11-10'
let desk: TestDesk
let newsroom: Newsroom
/** Of the lead, one that is held, and another one. */
let [lead, held, beside] = [0, 0, 0]

beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  const { store } = room.app.context
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.story('b', 'Interceptor leaves the coast', 'missiles')
  await room.story('c', 'Mustard agent burned at Orro', 'chemical')
  await room.reader('maria@example.org')
  await room.wake('2026-11-09T07:30:00Z')
  await room.wake('2026-11-10T06:30:10Z')
  const hash = await store.media.put(
    { bytes: Buffer.from('a picture'), type: 'image/png', width: 20, height: 20 },
    room.clock.now(),
  )
  const edition = await draft()
  const items = await store.contents.items(edition.id)
  ;[lead, held, beside] = items.map(({ storyId }) => storyId) as [number, number, number]
  const large = { src: `media/${hash}`, width: 20, height: 20 }
  const picture = { large, thumb: large, alt: 'A hall', caption: 'The hall', credit: 'A desk' }
  await desk.database.execute(`update stories set picture = '${JSON.stringify(picture)}' where id = ${lead}`)
  await store.contents.putItem(edition.id, { ...items[0]!, picture })
  newsroom = (await store.newsroom.get())!
  await desk.as('editor')
})
afterAll(() => desk.close())

const draft = async () => (await desk.room.app.context.store.editions.newestScheduled(desk.room.digest.id))!
const quoted = (text: string) => `'${text.replaceAll("'", "''").replaceAll('\u0000', '')}'`

/** Everything that a page or an e-mail shows and somebody can type, with the name of the field before the text. */
async function write(odd: string): Promise<void> {
  const { store } = desk.room.app.context
  const of = (field: string) => `${field} ${odd}`
  const { digest } = desk.room
  await store.digests.put({ ...digest, approval: 'one', name: of('digest') }, desk.room.clock.now())
  await store.newsroom.put({
    ...newsroom,
    name: of('newsroom'),
    tagline: of('tagline'),
    publisher: of('publisher'),
    address: of('address'),
    analysisTitle: of('analyses'),
    sender: { ...newsroom.sender, name: of('sender') },
  })
  await store.newsroom.putTopics(
    (await store.newsroom.topics()).map((topic) => ({ ...topic, name: of(`topic-${topic.id}`) })),
  )
  await desk.database.execute(`update sources set name = ${quoted(of('source'))} where id = 1`)
  await desk.database.execute(`update accounts set name = ${quoted(of('account'))}`)
  const edit = await form(`${day}/story/${lead}/edit`)
  const words = {
    headline: of('headline'),
    summary: of('summary'),
    why: of('why'),
    'picture-text': of('picture'),
  }
  await desk.post(day, { ...edit, do: `words ${lead}`, of: 'edition', ...words })
  await desk.post(day, { ...(await form(day)), do: 'note', note: `${of('note')}\n\n${of('paragraph')}` })
  const reason = of('reason').slice(0, 200)
  await desk.post(day, { ...(await form(day)), do: `hold ${held}`, reason })
  const added = { headline: of('added'), text: of('text'), source: of('desk').slice(0, 90), topic: '' }
  await desk.post(`${day}/add`, { ...(await form(`${day}/add`)), link: '', ...added })
}

/** The fields of each form on a page. */
async function form(path: string): Promise<{ seen: string; edition: string }> {
  const page = await desk.get(path)
  const value = (name: string) => new RegExp(`name="${name}" value="(\\d+)"`).exec(page)?.[1] ?? ''
  return { seen: value('seen'), edition: value('edition') }
}

/** Pages that answer an invalid, stale or odd request with such a text. */
async function refusals(odd: string): Promise<[string, string][]> {
  const { seen, edition } = await form(day)
  const stale = { seen: '0', edition }
  const posted = async (what: string, path: string, fields: Record<string, string>, status: number) =>
    [what, (await desk.post(path, fields, status)).body] as [string, string]
  const long = odd.repeat(3_000 / odd.length + 1)
  const query = encodeURIComponent(odd.toWellFormed())
  const got = async (path: string) => [path, (await desk.answer(path)).body] as [string, string]
  return [
    await posted('a conflict', day, { ...stale, do: `words ${lead}`, headline: `mine ${odd}` }, 409),
    await posted(
      'no longer there',
      day,
      { seen, edition, do: `words ${held}`, headline: `mine ${odd}`, why: `mine ${odd}` },
      409,
    ),
    await posted('no such topic', day, { seen, edition, do: `section ${lead}`, topic: odd }, 409),
    await posted('no such place', day, { seen, edition, do: `place ${lead}`, place: odd }, 422),
    await posted('no such event', day, { seen, edition, do: `merge-with ${lead}`, with: odd }, 422),
    await posted('no such time', day, { seen, edition, do: `hold ${beside}`, reason: odd, until: odd }, 422),
    await posted('no such hour', day, { seen, edition, do: 'hour', hour: odd }, 422),
    await posted('too long', day, { seen, edition, do: `words ${lead}`, headline: long }, 422),
    await posted('no button', day, { seen, edition, do: odd }, 400),
    await posted(
      'an added link',
      `${day}/add`,
      { seen, edition, link: odd, headline: '', text: odd, source: odd },
      422,
    ),
    await got(`${day}?done=${query}&story=${query}`),
    await got(`stories?q=${query}&source=${query}&topic=${query}&from=${query}`),
    await got(`editions/daily/2026-11-10/preview?topic=${query}&as=${query}`),
    await got(`today/${query.slice(0, 200)}`),
  ]
}

const pages = () => [
  day,
  `${day}/forms`,
  `${day}/pairs`,
  `${day}/add`,
  ...[lead, held, beside].flatMap((id) => [`${day}/story/${id}/edit`, `stories/${id}`]),
  'today/daily',
  'editions',
  'editions/daily',
  'editions/daily/2026-11-10',
  'editions/daily/2026-11-10/approve',
  'editions/daily/2026-11-10/checks',
  'editions/daily/2026-11-10/preview',
  'editions/daily/2026-11-10/preview/mail',
  'editions/daily/2026-11-10/preview/text',
  'editions/daily/2026-11-10/preview/source',
  'editions/daily/2026-11-10/sending',
  'stories',
  'sources',
  'sources/1',
  'sources/rules',
]

interface Received {
  headers: string[]
  html: string
  tokens: number
  addresses: number
}

/** An e-mail as its reader's client parses it. */
async function read(bytes: Buffer, token: string, address: string): Promise<Received> {
  const mail = await simpleParser(bytes)
  const html = mail.html || ''
  const all = `${html} ${mail.text ?? ''}`
  return {
    headers: mail.headerLines.map(({ key }) => key).toSorted(),
    html,
    tokens: all.split(token).length,
    addresses: all.split(address).length,
  }
}

const previewed = async () => {
  const made = await preview(desk.room.app.context, desk.room.digest, await draft(), {
    kind: 'topics',
    topics: [],
  })
  return read(made.eml(), inertToken, 'reader@example.org')
}

describe('text in any field of the desk', () => {
  let tame: Received
  beforeAll(async () => {
    await write('tame words')
    tame = await previewed()
  })

  test.each(
    oddTexts.filter((text) => text.trim() !== '').map((text) => [JSON.stringify(text).slice(0, 60), text]),
  )(
    '%s is text on every page and in the e-mail',
    async (_, text) => {
      await write(text)
      for (const path of pages()) {
        const { statusCode, body, headers } = await desk.answer(path)
        expect([200, 302], path).toContain(statusCode)
        const type = String(headers['content-type'])
        if (/preview\/(?:text|source)$/.test(path)) expect(type).toMatch(/^text\/plain;/)
        else expect(foreignIn(body), path).toEqual([])
        expect(headers['x-content-type-options'], path).toBe('nosniff')
      }
      const shown = shownIn(await desk.get(day)) + shownIn(await desk.get(`${day}/story/${lead}/edit`))
      for (const field of [
        'headline',
        'summary',
        'source',
        'digest',
        'topic-nuclear',
        'added',
        'why',
        'picture',
      ])
        expect(shown).toContain(field)
      for (const [what, body] of await refusals(text)) expect(foreignIn(body), what).toEqual([])
      const mail = await previewed()
      expect(foreignIn(mail.html)).toEqual([])
      expect(mail.headers).toEqual(tame.headers)
      expect(mail.tokens).toBe(tame.tokens)
      expect(mail.addresses).toBe(tame.addresses)
      for (const field of ['headline', 'summary', 'why', 'note', 'paragraph', 'address', 'publisher'])
        expect(shownIn(mail.html)).toContain(field)
    },
    60_000,
  )

  test('also a reason for stopping, and everything once it is sent, in the mailbox and on the public pages', async () => {
    const { context } = desk.room.app
    await desk.as('chief-editor')
    for (const text of oddTexts) {
      await desk.post('editions/daily/2026-11-10/stop', { reason: `stopped ${text}`.slice(0, 200) })
      for (const path of [day, 'editions/daily/2026-11-10']) {
        const page = await desk.get(path)
        expect(shownIn(page), path).toContain('stopped')
        expect(foreignIn(page), path).toEqual([])
      }
      await desk.post('editions/daily/2026-11-10/continue', {})
    }
    const approved = await approve(context, await draft(), commandActor)
    expect(approved).toMatchObject({ ok: true })
    await startSending(context, await draft(), true)
    await desk.room.wake('2026-11-10T07:00:10Z')
    const mails = await desk.room.app.mails()
    const all = await Promise.all(mails.map(({ bytes }) => read(bytes, 'no token', 'maria@example.org')))
    // Alerts to the editors are among them.
    expect(all.length).toBeGreaterThan(1)
    for (const { headers, html } of all) {
      expect(headers.filter((name) => name.includes('odd'))).toEqual([])
      expect(foreignIn(html)).toEqual([])
    }
    const digests = all.filter(({ headers }) => headers.includes('list-id'))
    expect(digests).toMatchObject([
      { headers: expect.arrayContaining(tame.headers), addresses: tame.addresses },
    ])
    for (const url of ['/news/', '/news/editions/daily/2026-11-10', '/news/t/none']) {
      const { body } = await desk.web.inject(url)
      expect(foreignIn(body), url).toEqual([])
    }
  }, 300_000)
})
