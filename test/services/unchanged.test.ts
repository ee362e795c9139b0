import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../src/core/entities/actor.ts'
import { addRule } from '../../src/services/collecting/managing/rules.ts'
import { offerCatalogue, readCatalogue } from '../../src/services/collecting/managing/catalogue.ts'
import { importNewsroom } from '../../src/services/newsroom/files/import-newsroom.ts'
import { readNewsroom } from '../../src/services/newsroom/files/read-newsroom.ts'
import { importProfiles } from '../../src/services/profiles/import-profiles.ts'
import { changeLimits } from '../../src/services/sending/limits/limits.ts'
import { pauseSending, resumeSending } from '../../src/services/sending/sending-pause.ts'
import { choose } from '../../src/services/subscribers/choosing/choose.ts'
import { findSubscription } from '../../src/services/subscribers/find-subscription.ts'
import { dialects, type TestStore } from '../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from './newsroom.ts'

const root = join(import.meta.dirname, '../..')
const ada = 'ada@example.org'

describe.each(dialects)('a call without effect writes nothing, on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.reader(ada)
  })
  afterEach(() => room.close())

  const rows = async () => {
    const ever = Temporal.Instant.from('2100-01-01T00:00Z')
    const consent = await home.store.oldAudit.consent(ever, 0, 1_000)
    return (await home.store.retention.countAudit(ever)) + consent.length
  }
  /** How many rows of the audit a repetition adds. */
  const twice = async (work: () => Promise<unknown>): Promise<number[]> => {
    const counts = []
    for (let known = await rows(); counts.length < 2; known = await rows()) {
      await work()
      counts.push((await rows()) - known)
    }
    return counts
  }

  const rule = { action: 'leave-out', where: 'words', any: ['live blog'] } as const
  const works: Record<string, () => Promise<unknown>> = {
    'a choice': async () => {
      const { context } = room.app
      const written = { topics: ['nuclear'], days: ['Mon'], hour: '', timeZone: '' }
      const subscription = await findSubscription(context, room.digest, ada)
      expect(await choose(context, subscription, room.digest, written, commandActor)).toMatchObject({
        ok: true,
      })
    },
    'a limit': () =>
      changeLimits(
        room.app.context,
        { perMinute: 9, domain: { name: 'example.org', connections: 2 } },
        commandActor,
      ),
    'a rule': () => addRule(room.app.context, 'Editors', { ...rule, any: [...rule.any] }, commandActor),
    'a pause': () => pauseSending(room.app.context, 'test', commandActor),
    'the catalogue': async () =>
      offerCatalogue(room.app.context, await readCatalogue(join(root, 'catalogue.json')), commandActor),
    profiles: () => importProfiles(room.app.context, [join(root, 'profiles/kp.md')], commandActor),
    'a newsroom': async () => {
      const seed = await readNewsroom(join(root, 'newsroom.json'), join(root, 'subscribers/topics.json'))
      await importNewsroom(room.app.context, seed, commandActor)
    },
  }

  test.each(Object.keys(works))('%s, repeated', async (name) => {
    expect(await twice(async () => works[name]?.())).toEqual([1, 0])
  })

  test('an address added twice, and resuming when nothing is paused', async () => {
    expect(await twice(() => room.reader(ada))).toEqual([0, 0])
    expect(await twice(() => resumeSending(room.app.context, commandActor))).toEqual([0, 0])
  })
})
