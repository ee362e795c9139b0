import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { Curated } from '../../../src/curate/curated.ts'
import { addRule } from '../../../src/services/collecting/managing/rules.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import type { Context } from '../../../src/services/context.ts'
import { leadWithStory } from '../../../src/services/editions/changing/stories/lead-with-story.ts'
import {
  openWaitingPools,
  type WaitingPools,
} from '../../../src/services/editions/viewing/day/waiting-pools.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const date = Temporal.PlainDate.from('2026-11-10')

describe.each(dialects)('pools before the freeze on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  let pools: WaitingPools
  let curated: number
  /** The next curating fails. */
  let isBroken: boolean
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.story('a', 'Seals counted in the enrichment hall', 'nuclear')
    await room.story('b', 'Interceptor battery leaves the coast', 'missiles')
    room.clock.set('2026-11-09T08:00Z')
    await collect(room.app.context)
    curated = 0
    isBroken = false
    const { context } = room.app
    const curate = async (...input: Parameters<Context['curator']['curate']>): Promise<Curated> => {
      curated += 1
      if (isBroken) throw new Error('broken')
      return context.curator.curate(...input)
    }
    pools = openWaitingPools({ ...context, curator: { ...context.curator, curate } })
  })
  afterEach(() => room.close())

  const news = async () => (await pools.of(room.digest, date)).curated.news.map(({ story }) => story.headline)
  const later = (seconds: number) => room.clock.set(room.clock.now().add({ seconds }).toString())

  test('are curated once while their input is unchanged, also for two concurrent requests', async () => {
    const [first, second] = await Promise.all([pools.of(room.digest, date), pools.of(room.digest, date)])
    expect(second).toBe(first)
    later(20)
    expect(await pools.of(room.digest, date)).toBe(first)
    expect(curated).toBe(1)
    await pools.of(room.digest, date.add({ days: 1 }))
    expect(curated).toBe(2)
  })

  test('are curated again once the stories are a minute older', async () => {
    await news()
    later(61)
    await news()
    expect(curated).toBe(2)
  })

  test('show all changes: wishes, stories, sources, rules, topics', async () => {
    const { context } = room.app
    const [, second = ''] = await news()
    const story = (await pools.of(room.digest, date)).input.stories.find(
      ({ headline }) => headline === second,
    )
    const on = { digestId: room.digest.id, date, editionId: null, seen: null }
    await leadWithStory(context, on, { story: story?.id ?? 0 }, commandActor)
    expect((await news())[0]).toBe(second)
    // As another process might, without other traces.
    await home.execute(`update stories set headline = 'Battery is back' where id = ${story?.id}`)
    expect((await news())[0]).toBe('Battery is back')
    await home.execute('update sources set weight = 3')
    const score = async () => (await pools.of(room.digest, date)).curated.news[0]?.score ?? 0
    const before = await score()
    await home.execute('update sources set weight = 1')
    expect(await score()).toBeLessThan(before)
    await addRule(context, null, { action: 'leave-out', where: 'words', any: ['seals'] }, commandActor)
    expect(await news()).toEqual(['Battery is back'])
    await home.execute('delete from topics')
    const times = curated
    await news()
    expect(curated).toBe(times + 1)
  })

  test('that could not be curated are tried again', async () => {
    isBroken = true
    await expect(news()).rejects.toThrow('broken')
    isBroken = false
    expect(await news()).toHaveLength(2)
  })
})
