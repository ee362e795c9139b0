import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { frontPage } from '../../../src/services/archive/front-page.ts'
import { type Actor, commandActor } from '../../../src/core/entities/actor.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { withdrawStory } from '../../../src/services/editions/stopping/withdraw-story.ts'
import { showStory } from '../../../src/services/editions/viewing/stories/show-story.ts'
import { openWebEditions } from '../../../src/services/editions/viewing/web-version/web-edition.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { buildWeb } from '../../../src/web/build.ts'
import { startScriptedServer } from '../../mail/scripted-server.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const readers = 14
const templatesDir = join(import.meta.dirname, '../../../templates')

describe.each(dialects)('withdrawing a story on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let edition: Edition
  let lead: { storyId: number; headline: string }
  let next: { storyId: number; headline: string }

  const context = () => room.app.context
  const withdraw = () =>
    withdrawStory(context(), { storyId: lead.storyId, reason: 'it is false' }, commandActor)
  const page = async () => (await openWebEditions(context()).page('daily', '2026-11-10'))?.html.toString()

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    for (let index = 0; index < readers; index++) await room.reader(`reader${index}@example.org`)
    await room.story('a', 'Seals counted in the enrichment hall', 'nuclear')
    await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
    room.clock.set('2026-11-09T08:00Z')
    await collect(context())
    await room.wake('2026-11-10T06:30:10Z')
    const draft = await home.store.editions.newestScheduled(room.digest.id)
    await approve(context(), draft!, commandActor)
    const items = await home.store.contents.items(draft!.id)
    lead = items[0]!
    next = items[1]!
    edition = await room.edition(draft!.id)
  })
  afterEach(() => room.close())

  test('during sending: readers who wait get the e-mail without the story, under the next one’s headline', async () => {
    await startSending(context(), edition, true)
    const done: Promise<unknown>[] = []
    let bodies = 0
    const server = await startScriptedServer({
      act: (stage) => {
        if (stage === 'body-begins' && ++bodies === 3) done.push(withdraw())
        return undefined
      },
    })
    try {
      await deliver(room.sendingTo(server.port), await room.edition(edition.id))
    } finally {
      await server.close()
    }
    expect(await Promise.all(done)).toEqual([{ ok: true, leaving: 1, pieces: expect.any(Number) }])
    expect(server.mails.map(({ to }) => to).toSorted()).toEqual(
      Array.from({ length: readers }, (_, index) => `reader${index}@example.org`).toSorted(),
    )
    const of = (headline: string) =>
      server.mails.filter(({ bytes }) => bytes.toString().includes(`Subject: ${headline}`))
    expect(of(lead.headline).length).toBeGreaterThan(0)
    expect(of(next.headline).length).toBeGreaterThan(0)
    expect(of(lead.headline).length + of(next.headline).length).toBe(readers)
    for (const { bytes } of of(next.headline)) expect(bytes.toString()).not.toContain('enrichment hall')
    expect(await room.edition(edition.id)).toMatchObject({
      status: 'sent',
      subject: next.headline,
      exclusions: 1,
    })
  })

  test('its web page says so at once, also if cached; lists have the next headline', async () => {
    await startSending(context(), edition, true)
    const web = openWebEditions(context())
    const slug = (await home.store.stories.byIds([lead.storyId]))[0]?.slug ?? ''
    expect((await web.page('daily', '2026-11-10'))?.html.toString()).toContain(lead.headline)
    expect(await showStory(context(), slug)).not.toBeNull()
    await withdraw()
    room.clock.set(room.clock.now().add({ seconds: 2 }).toString())
    const html = (await web.page('daily', '2026-11-10'))?.html.toString()
    expect(html).not.toContain(lead.headline)
    expect(html).toContain('This story was withdrawn on')
    expect(html).toContain(`<title>${next.headline}</title>`)
    expect(await page()).toBe(html)
    const front = await frontPage(context())
    expect(front?.edition.subject).toBe(next.headline)
    expect(front?.news[0]).toMatchObject({ withdrawnAt: room.clock.now().subtract({ seconds: 2 }) })
    expect(await showStory(context(), slug)).toBeNull()
    expect(await withdraw()).toEqual({
      ok: false,
      code: 'already-withdrawn',
      params: { story: lead.storyId },
    })
  })

  test('an update no longer names it: not in later e-mails, nor on earlier web pages', async () => {
    await startSending(context(), edition, true)
    await room.wake('2026-11-10T07:00:10Z')
    const updates: Edition[] = []
    for (const [day, headline] of [
      [11, 'Cylinders leave the port of Orro'],
      [12, 'Freezers are opened in a laboratory'],
    ] as const) {
      await room.story(`t${day}`, headline, 'nuclear')
      await room.wake(`2026-11-${day}T06:00Z`)
      await room.wake(`2026-11-${day}T06:30:10Z`)
      const draft = await home.store.editions.newestScheduled(room.digest.id)
      const item = (await home.store.contents.items(draft!.id)).find((one) => one.headline === headline)!
      const link = `editions/daily/2026-11-10#s${lead.storyId}`
      const follows = {
        kind: 'update',
        storyId: lead.storyId,
        headline: lead.headline,
        on: edition.date,
        link,
      } as const
      await home.store.contents.putItem(draft!.id, { ...item, follows })
      const outcome = { ...item, gate: 'carried', reason: 'an update', duplicateOf: lead.storyId }
      await home.store.contents.putOutcomes(room.digest.id, draft!.id, [outcome], room.clock.now())
      await approve(context(), await room.edition(draft!.id), commandActor)
      await startSending(context(), await room.edition(draft!.id), true)
      // The second one is not sent yet.
      if (day === 11) await room.wake('2026-11-11T07:00:10Z')
      updates.push(await room.edition(draft!.id))
    }
    const web = async (day: number) =>
      (await openWebEditions(context()).page('daily', `2026-11-${day}`))?.html.toString()
    expect(await web(11)).toContain(lead.headline)
    await withdraw()
    for (const day of [11, 12]) {
      expect(await web(day)).not.toContain(lead.headline)
      expect(await web(day)).toMatch(/Cylinders|Freezers/)
    }
    const server = await startScriptedServer({})
    try {
      await deliver(room.sendingTo(server.port), await room.edition(updates[1]!.id))
    } finally {
      await server.close()
    }
    expect(server.mails).toHaveLength(readers)
    for (const { bytes } of server.mails) {
      const text = bytes.toString().replaceAll('=\r\n', '')
      expect(text).toContain('Freezers are opened')
      expect(text).not.toContain('enrichment hall')
    }
  })

  test('its own page is gone, and says when it was withdrawn; its lists and pages do not mention it', async () => {
    await startSending(context(), edition, true)
    const slug = (await home.store.stories.byIds([lead.storyId]))[0]?.slug ?? ''
    const pages = await buildWeb({ context: context(), mailbox: null, trustedProxies: [], templatesDir })
    try {
      expect((await pages.inject(`/stories/${slug}`)).statusCode).toBe(200)
      await withdraw()
      // Cached pages are at most two seconds old.
      room.clock.set(room.clock.now().add({ seconds: 3 }).toString())
      const gone = await pages.inject(`/stories/${slug}`)
      expect(gone.statusCode).toBe(410)
      expect(gone.body).toContain('This story was withdrawn on November 10, 2026.')
      for (const { body } of [
        gone,
        await pages.inject('/'),
        await pages.inject('/editions/daily/2026-11-10'),
      ])
        expect(body).not.toContain(lead.headline)
      expect((await pages.inject('/stories/there-never-was-one')).statusCode).toBe(404)
    } finally {
      await pages.close()
    }
  })

  test('a chief editor of one digest may not withdraw a story that another carries, and sees which', async () => {
    const { id: _id, createdAt, ...traits } = room.digest
    await home.store.digests.put({ ...traits, key: 'weekly', name: 'The Weekly' }, createdAt)
    const weekly = (await home.store.digests.byKey('weekly'))!
    const chief = (...digests: number[]): Actor => ({
      kind: 'account',
      id: 1,
      grants: digests.map((digest) => ({ role: 'chief-editor', digest })),
    })
    const asked = { storyId: lead.storyId, reason: 'it is false' }
    await expect(withdrawStory(context(), asked, chief(weekly.id))).rejects.toMatchObject({
      code: 'not-permitted',
      says: { code: 'story-of-other-digests', params: { digests: [room.digest.name] } },
    })
    expect(await withdrawStory(context(), asked, chief(room.digest.id))).toMatchObject({ ok: true })
  })

  test('once it is sent, the next editions neither repeat nor correct it', async () => {
    await startSending(context(), edition, true)
    await room.wake('2026-11-10T07:00:10Z')
    await withdraw()
    room.clock.set('2026-11-10T09:00Z')
    await room.story('a', 'Seals were never counted in the enrichment hall', 'nuclear')
    await room.story('c', 'A treaty on warheads is signed', 'nuclear')
    await room.wake('2026-11-11T06:00Z')
    await room.wake('2026-11-11T06:30:10Z')
    const draft = await home.store.editions.newestScheduled(room.digest.id)
    const items = await home.store.contents.items(draft!.id)
    expect(items.map(({ headline }) => headline)).toEqual(['A treaty on warheads is signed'])
  })
})
