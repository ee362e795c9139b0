import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Grant } from '../../../src/core/entities/actor.ts'
import { openTestDesk, type TestDesk } from './open-desk.ts'

const day = 'today/daily/2026-11-10'
let desk: TestDesk
let story: number
let ofDaily: Grant[]

/** One story in the editions of two digests, and an editor of only the first one. */
beforeAll(async () => {
  desk = await openTestDesk()
  const { room } = desk
  const { digests } = room.app.context.store
  const { id, createdAt, ...traits } = room.digest
  await digests.put({ ...traits, approval: 'one' }, createdAt)
  await digests.put({ ...traits, approval: 'one', key: 'weekly', name: 'The <i>Weekly</i>' }, createdAt)
  ofDaily = [{ role: 'editor', digest: id }]
  await room.story('a', 'Seals counted in the hall', 'nuclear')
  await room.wake('2026-11-09T07:30:00Z')
  await room.wake('2026-11-10T06:30:10Z')
  const edition = await room.app.context.store.editions.newestScheduled(id)
  story = (await room.app.context.store.contents.items(edition!.id))[0]!.storyId
  await desk.as(ofDaily)
})
afterAll(() => desk.close())

const hidden = (page: string): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(
      ([, name = '', value = '']) => [name, value],
    ),
  )

test('a text for all editions is refused with the names of the others, and a click saves it for this one', async () => {
  const page = hidden(await desk.get(`${day}/story/${story}/edit`))
  const typed = {
    do: `words ${story}`,
    of: 'story',
    headline: 'Hers & "mine"',
    seen: page['seen']!,
    edition: page['edition']!,
  }
  const { body } = await desk.post(day, typed, 409)
  expect(body).toContain('The &lt;i&gt;Weekly&lt;/i&gt;')
  expect(body).toContain('<p class="value">Hers &amp; &quot;mine&quot;</p>')
  expect(body).toContain('name="of" value="edition"')
  const { seen = '', edition = '', ...kept } = hidden(body)
  expect(kept).not.toHaveProperty('of')
  await desk.post(day, { do: kept['do']!, of: 'edition', headline: 'Hers & "mine"', seen, edition })
  expect(await desk.get(day)).toContain('Hers &amp; &quot;mine&quot;')
  expect(await desk.room.app.context.store.stories.byHeadline('Hers', 1)).toEqual([])
})

test('an embargo is refused likewise; someone who may edit both sets it, and the other edition needs a new approval', async () => {
  const page = hidden(await desk.get(`${day}/story/${story}/edit`))
  const typed = {
    do: `embargo ${story}`,
    until: '2026-11-12T08:00',
    seen: page['seen']!,
    edition: page['edition']!,
  }
  expect((await desk.post(day, typed, 409)).body).toContain('The &lt;i&gt;Weekly&lt;/i&gt;')
  await desk.as('editor')
  expect((await desk.post(day, typed)).location).toContain('done=embargo')
})
