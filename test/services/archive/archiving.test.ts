import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { archiveEditions } from '../../../src/services/archive/archive-editions.ts'
import { frontPage } from '../../../src/services/archive/front-page.ts'
import { listStories } from '../../../src/services/archive/list-archive.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

describe.each(dialects)('the archive on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    room.clock.set('2026-11-16T05:00Z')
    await room.reader('maria@example.org')
    await room.story('a', 'Inspectors count seals in the enrichment hall', 'nuclear')
    await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
    room.clock.set('2026-11-16T07:00Z')
    await run(room.app.context, room.digest, commandActor)
  })
  afterEach(async () => room.close())

  const listed = async () => {
    const { entries } = await listStories(room.app.context, { label: null, before: null })
    return entries.map(({ id, story }) => ({ id, headline: story.headline }))
  }
  const scan = async () => archiveEditions(room.app.context, new AbortController().signal)

  test('adds a missing edition at the next scan, and nothing twice', async () => {
    const before = await listed()
    expect(before).toHaveLength(2)
    const front = await frontPage(room.app.context)
    await home.execute('delete from archive_words; delete from archive_stories; delete from archive_editions')
    expect(await frontPage(room.app.context)).toBeNull()
    await scan()
    await scan()
    expect((await listed()).map(({ headline }) => headline)).toEqual(before.map(({ headline }) => headline))
    expect((await frontPage(room.app.context))?.news.length).toBe(front?.news.length)
    expect(await home.store.archive.waiting(9)).toEqual([])
  })

  test('updates the place of a story that a later revision changes, and drops stories that it no longer carries', async () => {
    const front = await frontPage(room.app.context)
    const [kept] = front?.news ?? []
    if (!kept) throw new Error('there is no front page')
    const story = {
      ...kept.story,
      headline: 'Seals were never counted',
      correctedOn: Temporal.PlainDate.from('2026-11-17'),
    }
    const contents = {
      news: [story.storyId],
      analyses: [],
      corrections: [],
      note: null,
      profileCountry: null,
    }
    await home.store.transaction(async (tx) => {
      await tx.lock('archive')
      const stories = [{ story, labels: [], words: ['never'] }]
      await tx.archive.put({ id: 1, revision: 2 }, contents, stories, room.clock.now())
    })
    expect(await listed()).toEqual([{ id: kept.id, headline: 'Seals were never counted' }])
    const found = async (word: string) => {
      const text = { all: [{ words: [word], isPrefix: false }], none: [], identifiers: [] }
      const asked = {
        text,
        labels: [],
        from: null,
        until: null,
        before: null,
        count: 9,
        withWithdrawn: false,
      }
      return (await home.store.archivedStories.find(asked, room.clock.now())).length
    }
    expect([await found('never'), await found('count'), await found('interceptor')]).toEqual([1, 0, 0])
  })

  test('an error does not affect the sending of an edition, and is logged', async () => {
    const events: string[] = []
    const { context } = room.app
    const broken = {
      ...context,
      events: { emit: ({ name }: { name: string }) => void events.push(name) },
      renderer: {
        ...context.renderer,
        typeset: () => {
          throw new Error('no')
        },
      },
    }
    await home.execute('delete from archive_editions')
    await archiveEditions(broken, new AbortController().signal)
    expect(events).toEqual(['archive.failed'])
    expect(await home.store.archive.waiting(9)).toEqual([1])
  })
})
