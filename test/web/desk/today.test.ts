import { brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDesk, type TestDesk } from './open-desk.ts'

const day = 'today/daily/2026-11-10'
let desk: TestDesk

/** A draft of six stories and an analysis, which needs a person's approval. */
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  await room.app.context.store.digests.put({ ...room.digest, approval: 'one' }, room.clock.now())
  await room.story('a', 'Seals counted <b>in</b> the hall & yard', 'nuclear')
  await room.story('b', 'Interceptor leaves the coast', 'missiles')
  await room.story('c', 'Centrifuges stopped at Skarholm', 'nuclear')
  await room.story('d', 'Mustard agent burned at Orro', 'chemical')
  await room.story('e', 'Corvane reactor restarts', 'nuclear')
  await room.story('f', 'A recipe for soup', 'cooking')
  await room.reader('maria@example.org')
  await room.wake('2026-11-09T07:30:00Z')
  await room.wake('2026-11-10T06:30:10Z')
})
beforeEach(() => desk.as('editor'))
afterAll(() => desk.close())

const seenIn = (page: string): string => /name="seen" value="(\d+)"/.exec(page)?.[1] ?? ''
const editionIn = (page: string): string => /name="edition" value="(\d+)"/.exec(page)?.[1] ?? ''

/** Clicks a button of the current page. */
async function clickButton(asked: string, typed: Record<string, string> = {}, status = 303) {
  const page = await desk.get(day)
  return desk.post(day, { do: asked, seen: seenIn(page), edition: editionIn(page), ...typed }, status)
}
const idOf = async (headline: string): Promise<number> => {
  const page = await desk.get(day)
  const at = page.indexOf(headline)
  const [, id = '0'] = /.*id="story-(\d+)"/s.exec(page.slice(0, at)) ?? []
  return Number(id)
}

test('leads from the desk to the day in progress', async () => {
  expect((await desk.answer('today')).headers.location).toBe('/news/desk/today/daily')
  expect((await desk.answer('today/daily')).headers.location).toBe(`/news/desk/${day}`)
  await desk.get('today/daily/2026-02-31', 404)
  await desk.get('today/nothing', 404)
})

test('the page with its scripts and styles is at most 80 KB', async () => {
  const headers = { 'accept-encoding': 'br' }
  const { rawPayload } = await desk.answer(day, headers)
  const page = brotliDecompressSync(rawPayload).toString()
  const paths = [...page.matchAll(/"(\/news\/desk\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
  expect(paths).toHaveLength(6)
  let total = rawPayload.length
  for (const url of paths) total += (await desk.web.inject({ url, headers })).rawPayload.length
  expect(total).toBeLessThanOrEqual(80_000)
})

test('shows pool and edition, each story with the reason for its place', async () => {
  const page = await desk.get(day)
  expect(page).toContain('Tuesday, 10 November 2026')
  expect(page).toContain('Seals counted &lt;b&gt;')
  expect(page).toMatch(/Off topic<\/|Off topic:/)
  expect(page).not.toContain('[object')
})

test('a story is moved, and the page shows its new place', async () => {
  const page = await desk.get(day)
  const [, move = '', id = ''] = /value="(move (\d+) before \d+)"/.exec(page) ?? []
  const { location } = await clickButton(move)
  expect(location).toBe(`/news/desk/${day}?done=move&story=${id}`)
  const after = await desk.get(location.replace('/news/desk/', ''))
  expect(after).toMatch(/is number 1 of \d in Nuclear/)
  expect(after).toContain(`data-focus="${id}"`)
})

test('a story is left out and restored, made the lead, pinned, and each can be undone', async () => {
  const id = await idOf('Interceptor leaves')
  await clickButton(`out ${id}`)
  expect(await desk.get(day)).toContain('Left out by hand')
  await clickButton(`in ${id}`)
  await clickButton(`lead ${id}`)
  expect(await desk.get(day)).toMatch(new RegExp(`class="lead-story" id="story-${id}"`))
  await clickButton(`pin ${id}`)
  expect(await desk.get(day)).toContain(`unpin ${id}`)
  await clickButton('undo-last')
  expect(await desk.get(day)).not.toContain(`unpin ${id}`)
})

test('two editors at once: the second is refused with both texts, and a click keeps theirs', async () => {
  const id = await idOf('Centrifuges stopped')
  const page = await desk.get(`${day}/story/${id}/edit`)
  const form = {
    do: `words ${id}`,
    seen: seenIn(page),
    edition: editionIn(page),
    'was-headline': 'Centrifuges stopped at Skarholm',
    'was-summary': 'as it was',
    summary: 'as it was',
  }
  await desk.post(day, { ...form, headline: 'Centrifuges <i>theirs</i> & stopped' })
  await desk.as('editor')
  const { body } = await desk.post(day, { ...form, headline: 'Mine, "typed" <b>long</b>' }, 409)
  expect(body).toContain('Centrifuges &lt;i&gt;theirs&lt;/i&gt; &amp; stopped')
  expect(body).toContain('Mine, &quot;typed&quot; &lt;b&gt;long&lt;/b&gt;')
  expect(body).toContain('Keep mine')
  expect(await desk.get(day)).toContain('Centrifuges &lt;i&gt;theirs')
  // As the page's button submits it.
  const again = { ...form, seen: seenIn(body), headline: 'Mine, "typed" <b>long</b>' }
  await desk.post(day, again)
  expect(await desk.get(day)).toContain('Mine, &quot;typed&quot; &lt;b&gt;long&lt;/b&gt;')
})

test('changes by others do not block a change to another story', async () => {
  const seen = seenIn(await desk.get(day))
  const edition = editionIn(await desk.get(day))
  const [one, other] = [await idOf('Mustard agent'), await idOf('Corvane reactor')]
  await desk.post(day, { do: `pin ${one}`, seen, edition })
  await desk.as('editor')
  await desk.post(day, { do: `pin ${other}`, seen, edition })
  const refused = await desk.post(day, { do: `out ${other}`, seen, edition })
  expect(refused.location).toContain('done=out')
  const moved = await desk.post(day, { do: `lead ${other}`, seen, edition }, 409)
  expect(moved.body).toContain('no longer in the edition')
})

test('a hold requires a reason, shows who and why, and ends with a click', async () => {
  const id = await idOf('Mustard agent')
  const wrong = await clickButton(`hold ${id}`, { reason: '', until: 'soon' }, 422)
  expect(wrong.body).toContain('Write why')
  // The other forms of the page keep the story's values.
  expect(wrong.body).toMatch(/name="headline"[^>]*>[^<]+</)
  expect(wrong.body).toMatch(/name="of" value="edition" checked/)
  expect(wrong.body).toContain('value="soon"')
  await clickButton(`hold ${id}`, { reason: 'One <b>source</b> alone', until: '2026-11-12T08:00' })
  const page = await desk.get(day)
  expect(page).toContain('One &lt;b&gt;source&lt;/b&gt; alone')
  expect(await desk.get(`${day}/story/${id}/edit`)).toMatch(/Held by.*Account.*until 2026-11-12 08:00/)
  await clickButton(`release ${id}`)
  await clickButton(`in ${id}`)
  expect(await desk.get(day)).toContain(`out ${id}`)
})

test('an embargo removes a story until its hour', async () => {
  const id = await idOf('Mustard agent')
  expect((await clickButton(`embargo ${id}`, { until: '' }, 422)).body).toContain('Write a date and an hour')
  await clickButton(`embargo ${id}`, { until: '2026-11-20T08:00' })
  expect(await desk.get(day)).toContain('Under embargo')
  await clickButton(`lift ${id}`)
  await clickButton(`in ${id}`)
})

test('texts that are too long are refused above the form, which keeps them', async () => {
  const id = await idOf('Mustard agent')
  const long = `${'long '.repeat(80)}<u>end</u>`
  const { body } = await clickButton(`words ${id}`, { headline: long, 'was-headline': 'x' }, 422)
  expect(body).toContain('&lt;u&gt;end&lt;/u&gt;')
  expect(body).toMatch(/at most/)
})

test('section, place, note and clusters are changed with their forms', async () => {
  const id = await idOf('Mustard agent')
  await clickButton(`section ${id}`, { topic: 'biological' })
  expect(await desk.get(day)).toContain('id="section-biological"')
  const other = await idOf('Mine, ')
  await clickButton(`place ${id}`, { place: `before ${other}` })
  expect((await clickButton(`place ${id}`, { place: 'nowhere' }, 422)).body).toContain('Choose a place')
  await clickButton('note', { note: 'Good <em>morning</em>' })
  expect(await desk.get(`${day}/forms`)).toContain('Good &lt;em&gt;morning&lt;/em&gt;')
  await clickButton(`merge-with ${id}`, { with: String(other) })
  expect(await desk.get(day)).toContain('Same event as another')
  await clickButton(`split ${id} with ${other}`)
  expect((await clickButton(`merge-with ${id}`, { with: '' }, 422)).body).toContain('Choose the other story')
})

test('pairs that may be one event are offered, and joined with a click', async () => {
  expect(await desk.get(`${day}/pairs`)).toContain('No pair looks like one event')
  const other = await openTestDesk()
  try {
    await other.room.story('a', 'Inspectors count seals at the Skarholm enrichment hall', 'nuclear')
    await other.room.story(
      'b',
      'Inspectors counted the seals in enrichment hall of Skarholm, agency says',
      'nuclear',
    )
    await other.room.wake('2026-11-09T07:30:00Z')
    await other.room.app.context.store.digests.put(
      { ...other.room.digest, approval: 'one' },
      other.room.clock.now(),
    )
    await other.room.wake('2026-11-10T06:30:10Z')
    await other.as('editor')
    const page = await other.get(`${day}/pairs`)
    const [, merge = ''] = /value="(merge \d+ with \d+)"/.exec(page) ?? []
    expect(page).toMatch(/\d+ % alike/)
    await other.post(day, { do: merge, seen: seenIn(page), edition: editionIn(page) })
    expect(await other.get(day)).toContain('Same event as another')
  } finally {
    await other.close()
  }
})

test('any change can be undone from the list, unless another one depends on it', async () => {
  const id = await idOf('Mustard agent')
  await clickButton(`words ${id}`, { headline: 'First words', 'was-headline': 'x' })
  const first = /value="undo (\d+)"/.exec(await desk.get(day))?.[1] ?? ''
  await desk.as('editor')
  await clickButton(`words ${id}`, { headline: 'Second words', 'was-headline': 'x' })
  const refused = await clickButton(`undo ${first}`, {}, 409)
  expect(refused.body).toMatch(/It cannot be undone: Account \d+ edited the headline of since/)
  await clickButton('undo-last')
  await clickButton(`undo ${first}`)
  expect(await desk.get(day)).toContain('Mustard agent')
})

test('a late change withdraws the approval, and every page says so until it is approved again', async () => {
  await desk.as('chief-editor')
  const approve = async () => {
    const page = await desk.get('editions/daily/2026-11-10/approve')
    const [, revision = ''] = /name="revision" value="(\d+)"/.exec(page) ?? []
    const [, hash = ''] = /name="hash" value="([\w-]+)"/.exec(page) ?? []
    await desk.post('editions/daily/2026-11-10/approve', { revision, hash })
  }
  await approve()
  expect(await desk.get(day)).toContain('is approved and is sent at')
  expect(await desk.get('sources')).not.toContain('will not be sent')
  await clickButton('later')
  expect(await desk.get('sources')).toMatch(/will not be sent:.*approve revision \d+/)
  expect(await desk.get(day)).toContain('Sending 07:10')
  await approve()
  await clickButton('take-back')
  expect(await desk.get('stories')).toContain('will not be sent')
  await clickButton('hour', { hour: '07:20' })
  expect(await desk.get(day)).toContain('Sending 07:20')
  expect(await desk.get(`${day}/forms`)).toContain('value="07:20"')
  expect((await clickButton('hour', { hour: 'noon' }, 422)).body).toContain('Write an hour such as 07:30')
  await approve()
})

test('an analyst sees no buttons, and every change is refused', async () => {
  const page = await desk.get(day)
  await desk.as('analyst')
  const looked = await desk.get(day)
  expect(looked).not.toMatch(/name="do"/)
  await desk.get(`${day}/forms`, 403)
  await desk.post(day, { do: 'undo-last', seen: seenIn(page), edition: editionIn(page) }, 403)
  await desk.as([{ role: 'editor', digest: 999 }])
  await desk.post(day, { do: 'undo-last', seen: seenIn(page), edition: editionIn(page) }, 404)
})

test('forged input is refused, and an edition that is being sent is not changed', async () => {
  await clickButton('explode 1', {}, 400)
  await clickButton('out one', {}, 400)
  await desk.post(day, { do: 'undo-last', seen: 'now', edition: '1' }, 400)
  const id = await idOf('Seals counted')
  await desk.room.wake('2026-11-10T07:30:00Z')
  const page = await desk.get(day)
  expect(page).not.toContain(`value="out ${id}"`)
  expect((await clickButton(`out ${id}`, {}, 409)).body).toContain('has begun to be sent')
})

test('before the freeze the same buttons make wishes, which the freeze applies', async () => {
  const { room } = desk
  await room.story('w', 'Reactor seals checked in Corvane', 'nuclear')
  await room.story('x', 'Missile talks resume on Tuesday', 'missiles')
  await room.story('y', 'A fair for bakers', 'cooking')
  await room.wake('2026-11-10T09:00:00Z')
  const next = 'today/daily/2026-11-11'
  expect((await desk.answer('today/daily')).headers.location).toBe(`/news/desk/${next}`)
  const page = await desk.get(next)
  expect(page).toContain('Not frozen yet')
  const find = (headline: string) =>
    /.*id="story-(\d+)"/s.exec(page.slice(0, page.indexOf(headline)))?.[1] ?? ''
  const wish = async (asked: string) =>
    (await desk.post(next, { do: asked, seen: seenIn(await desk.get(next)), edition: '0' })).location
  const said = await desk.get((await wish(`lead ${find('Missile talks')}`)).replace('/news/desk/', ''))
  expect(said).toContain('To lead: Missile talks resume on Tuesday')
  await wish(`in ${find('A fair for bakers')}`)
  await wish(`out ${find('Reactor seals')}`)
  await room.wake('2026-11-11T06:30:10Z')
  // The session expired overnight.
  await desk.as('editor')
  const frozen = await desk.get(next)
  expect(frozen).toMatch(/class="lead-story"[^]*Missile talks resume/)
  expect(frozen).toContain('Left out by hand')
  expect(frozen).toMatch(/id="section-[^]*A fair for bakers/)
  // A wish after the freeze is refused, and can be made a change of the edition.
  const late = await desk.post(
    next,
    { do: `lead ${find('A fair for bakers')}`, seen: '999', edition: '0' },
    409,
  )
  expect(late.body).toContain('has been frozen in the meantime')
  await desk.post(next, {
    do: `lead ${find('A fair for bakers')}`,
    seen: seenIn(late.body),
    edition: editionIn(late.body),
  })
})
