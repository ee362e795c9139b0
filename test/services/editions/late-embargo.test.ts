import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Actor, commandActor } from '../../../src/core/entities/actor.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import type { Digest } from '../../../src/core/entities/newsroom.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { type ChangeBasis, inEdition } from '../../../src/services/editions/changing/make-change.ts'
import { embargoStory } from '../../../src/services/editions/changing/stories/embargo-story.ts'
import { rewordStory } from '../../../src/services/editions/changing/stories/reword-story.ts'
import { undoOwnLast } from '../../../src/services/editions/changing/undo-change.ts'
import { openWebEditions } from '../../../src/services/editions/viewing/web-version/web-edition.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import { startScriptedServer } from '../../mail/scripted-server.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { beforeBodies, testNewsroom, type TestNewsroom } from '../newsroom.ts'

const readers = 14
const later = Temporal.Instant.from('2026-11-12T08:00Z')

describe.each(dialects)('an embargo that is set after an approval, on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let other: Digest
  let edition: Edition
  let lead: { storyId: number; headline: string }

  const context = () => room.app.context
  const page = async () => (await openWebEditions(context()).page('daily', '2026-11-10'))?.html.toString()
  /** Of the other digest: its edition of the same day, or the next day, for which there are wishes. */
  const elsewhere = (days: number): ChangeBasis => ({
    digestId: other.id,
    date: edition.date.add({ days }),
    editionId: null,
    seen: null,
  })
  const embargo = (until: Temporal.Instant | null, basis = elsewhere(1), actor: Actor = commandActor) =>
    embargoStory(context(), basis, { story: lead.storyId, until }, actor)
  const now = () => room.edition(edition.id)

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    const { id: _id, createdAt, ...traits } = room.digest
    await home.store.digests.put({ ...traits, approval: 'one' }, createdAt)
    await home.store.digests.put({ ...traits, approval: 'one', key: 'weekly', name: 'The Weekly' }, createdAt)
    other = (await home.store.digests.byKey('weekly'))!
    for (let index = 0; index < readers; index++) await room.reader(`reader${index}@example.org`)
    await room.story('a', 'Seals counted in the enrichment hall', 'nuclear')
    await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
    room.clock.set('2026-11-09T08:00Z')
    await collect(context())
    await room.wake('2026-11-10T06:30:10Z')
    edition = (await home.store.editions.newestScheduled(room.digest.id))!
    await approve(context(), edition, commandActor)
    lead = (await home.store.contents.items(edition.id))[0]!
    expect(await now()).toMatchObject({ status: 'approved', revision: 1 })
  })
  afterEach(() => room.close())

  test('withdraws the approval of another digest’s edition, with the reason', async () => {
    expect(await embargo(later)).toMatchObject({ ok: true })
    expect(await now()).toMatchObject({ status: 'draft', revision: 2, approval: null })
    expect(await startSending(context(), edition, true)).toBe(false)
    const [last] = await home.store.audit.of(`edition:${edition.id}`, 1)
    expect(last).toMatchObject({
      action: 'take-back',
      detail: { reason: 'under embargo until 2026-11-12T08:00Z' },
    })
    // A second person does not approve what a first one approved before.
    expect(await approve(context(), { ...edition, status: 'draft' }, commandActor)).toMatchObject({
      ok: false,
    })
  })

  test('withdraws nothing if it ends before the edition is sent, or is over', async () => {
    await embargo(edition.dueAt)
    await embargo(room.clock.now().subtract({ hours: 1 }))
    expect(await now()).toMatchObject({ status: 'approved', revision: 1 })
  })

  test('withdraws it also if it is set again by an undo', async () => {
    await embargo(later)
    await embargo(null)
    await approve(context(), await now(), commandActor)
    expect(await now()).toMatchObject({ status: 'approved', revision: 2 })
    expect(await undoOwnLast(context(), elsewhere(1), commandActor)).toMatchObject({ ok: true })
    expect(await now()).toMatchObject({ status: 'draft', revision: 3 })
  })

  test('during sending: readers who wait get the e-mail without the story; the web page shows it once the embargo is over', async () => {
    await startSending(context(), edition, true)
    const server = await startScriptedServer({})
    const first: Promise<boolean>[] = []
    let embargoing: ReturnType<typeof embargo> | undefined
    const sending = beforeBodies(room.sendingTo(server.port), async (_mail, mark) => {
      if (first.length < 3) {
        first.push(mark())
        return first.at(-1)!
      }
      await Promise.all(first)
      await (embargoing ??= embargo(later))
      return mark()
    })
    try {
      await deliver(sending, await now())
    } finally {
      await server.close()
    }
    expect(await embargoing).toMatchObject({ ok: true })
    expect(server.mails).toHaveLength(readers)
    const without = server.mails.filter(({ bytes }) => !bytes.toString().includes('enrichment hall'))
    expect(without).toHaveLength(readers - 3)
    expect(await now()).toMatchObject({ status: 'sent', exclusions: 1 })
    expect(await page()).not.toContain(lead.headline)
    expect(await page()).toContain('Interceptor battery')
    room.clock.set(later.toString())
    expect(await page()).toContain(lead.headline)
  })

  test('is set on the edition that is being sent as a wish for the next one', async () => {
    await startSending(context(), edition, true)
    const changed = await embargo(later, inEdition(await now()))
    expect(changed).toMatchObject({ ok: true, revision: null })
    expect(await now()).toMatchObject({ status: 'sending', revision: 1, exclusions: 1 })
    const [made] = await home.store.changes.ofDay(edition.digestId, edition.date.add({ days: 1 }), null)
    expect(made).toMatchObject({ kind: 'embargo', editionId: null })
    expect(await embargo(null, inEdition(await now()))).toMatchObject({ ok: true })
  })

  test('hides the story on web pages of sent editions, also if they are cached', async () => {
    await startSending(context(), edition, true)
    await room.wake('2026-11-10T07:00:10Z')
    const web = openWebEditions(context())
    expect((await web.page('daily', '2026-11-10'))?.html.toString()).toContain(lead.headline)
    await embargo(later)
    room.clock.set(room.clock.now().add({ seconds: 2 }).toString())
    expect((await web.page('daily', '2026-11-10'))?.html.toString()).not.toContain(lead.headline)
    room.clock.set(later.toString())
    expect((await web.page('daily', '2026-11-10'))?.html.toString()).toContain(lead.headline)
  })

  test('needs the permission in every digest with an open edition that carries the story, as its texts do', async () => {
    const editor = (...digests: number[]): Actor => ({
      kind: 'account',
      id: 1,
      grants: digests.map((digest) => ({ role: 'editor', digest })),
    })
    const ofThem = { ok: false, code: 'story-of-other-digests', params: { digests: [room.digest.name] } }
    const weekly = (await home.store.editions.newestScheduled(other.id))!
    const words = { story: lead.storyId, text: 'headline', words: 'Other words' } as const
    expect(await embargo(later, elsewhere(1), editor(other.id))).toEqual(ofThem)
    expect(
      await rewordStory(context(), inEdition(weekly), { ...words, of: 'story' }, editor(other.id)),
    ).toEqual(ofThem)
    expect(await home.store.changes.newest()).toBe(0)
    expect(await now()).toMatchObject({ status: 'approved' })
    expect(
      await rewordStory(context(), inEdition(weekly), { ...words, of: 'edition' }, editor(other.id)),
    ).toMatchObject({ ok: true })
    expect(await embargo(later, elsewhere(1), editor(other.id, room.digest.id))).toMatchObject({ ok: true })
    expect(await undoOwnLast(context(), elsewhere(1), editor(other.id))).toEqual(ofThem)
  })
})
