import { afterEach, expect, test } from 'vitest'
import { languages } from '../../../src/wording/languages.ts'
import { findDigest, requireNewsroom } from '../../../src/services/newsroom/find-digest.ts'
import { reader } from '../pages.ts'
import { linkIn, openDoor, type Door } from './door.ts'

const ada = 'ada@example.org'
let door: Door
afterEach(() => door.pages.close())

/** English sentences of pages, which no page in another language contains. */
const english = Object.values(languages['en']?.pages ?? {}).filter(
  (words) => typeof words === 'string' && words.length > 12 && !words.includes('{') && words.includes(' '),
) as string[]

const plain = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll('&#x27;', "'")

function expectIn(language: string, name: string, { body }: { body: string }): void {
  const direction = language === 'he' ? 'rtl' : 'ltr'
  expect(body, name).toContain(`<html lang="${language}" dir="${direction}">`)
  const text = plain(body)
  expect(
    english.filter((words) => text.includes(words)),
    name,
  ).toEqual([])
}

/** Sets the language of the only digest and of the newsroom. */
async function speak(language: string): Promise<void> {
  const { context } = door.pages.app
  const { id: _id, createdAt: _createdAt, ...daily } = await findDigest(context, 'daily')
  await context.store.digests.put({ ...daily, language }, door.pages.clock.now())
  await context.store.newsroom.put({ ...(await requireNewsroom(context)), language })
}

test.each(['de', 'he'])('every page of readers is in the language of the digest: %s', async (language) => {
  door = await openDoor()
  await speak(language)
  const shows = (name: string, answer: { body: string }) => expectIn(language, name, answer)
  shows('form', await door.get('subscribe/daily'))
  shows('frame', await door.get('subscribe/daily/embed'))
  shows('faults', await door.signUp('ada@@example', { topics: [] }))
  shows('early', await door.post('subscribe/daily', { email: ada, topics: ['nuclear'] }))
  const sent = await door.signUp(ada)
  shows('sent', await door.pages.web.inject(String(sent.headers['location'])))
  const confirm = linkIn((await door.mailsTo(ada))[0], 'c/')
  shows('confirm', await door.get(confirm))
  const confirmed = await door.post(confirm)
  shows('confirmed', await door.pages.web.inject(String(confirmed.headers['location'])))
  shows('used', await door.post(confirm))
  const t = `t/${door.token()}`
  shows('choices', await door.post(t, { topics: ['none'], days: ['x'], hour: '7', time_zone: 'Nowhere' }))
  shows('pause', await door.post(`${t}/pause`, { until: '2020-01-01' }))
  await door.post(`${t}/pause`, { weeks: '2' })
  shows('paused', await door.get(`${t}?done=paused`))
  const u = `u/${door.token()}`
  shows('leave', await door.get(u))
  await door.post(u, { leave: 'page' })
  shows('left', await door.get(`${u}?done=left`))
  await door.post(`${u}/undo`)
  shows('back', await door.get(`${u}?done=back`))
  await door.post(`${t}/own-link`)
  const me = linkIn((await door.mailsTo(ada)).at(-1), 'me/')
  shows('own data', await door.get(me))
  shows('no address', await door.post(`${me}/address`, { email: 'x' }))
  shows('not sure', await door.post(`${me}/delete`))
  shows('asked', await door.post(`${me}/address`, { email: 'next@example.org' }))
  const a = linkIn((await door.mailsTo('next@example.org'))[0], 'a/')
  shows('new address', await door.get(a))
  shows('changed', await door.post(a))
  shows('ended', await door.get(a))
  // The rest is the newsroom's own text.
  expect((await door.get('privacy')).body).toContain(`<html lang="${language}"`)
  shows('nothing there', await door.get('nothing/there'))
  shows('unreadable', await door.post('subscribe/daily', { email: 'a'.repeat(70_000) }))
})

test('the box on the front page offers the digest in the language of the page', async () => {
  door = await openDoor()
  const { context } = door.pages.app
  const { id: _id, createdAt: _createdAt, ...daily } = await findDigest(context, 'daily')
  const german = { ...daily, key: 'lage', name: 'Die Lage', language: 'de', topics: ['nuclear'] }
  await context.store.digests.put(german, door.pages.clock.now())
  expect((await door.get('')).body).toContain('action="/news/subscribe/daily"')
  await context.store.newsroom.put({ ...(await requireNewsroom(context)), language: 'de' })
  door.pages.wait({ seconds: 20 })
  const { body } = await door.get('')
  expect(body).toContain('action="/news/subscribe/lage"')
  expect(body).toContain('Atomwaffen')
  expect(body).not.toContain('value="missiles"')
})

test('the stored consent is the one that the form showed', async () => {
  door = await openDoor()
  await speak('de')
  await reader(door.pages, await findDigest(door.pages.app.context, 'daily'), 'bo@example.org')
  await door.signUp(ada)
  const { store } = door.pages.app.context
  const [signUp] = await store.signUps.of(2)
  const words = await store.signUps.formWords(signUp?.form ?? '')
  expect(words).toContain('bis Sie abbestellen')
  expect((await door.get('subscribe/daily')).body).toContain(words)
})
