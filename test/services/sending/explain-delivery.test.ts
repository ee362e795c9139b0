import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { approve } from '../../../src/services/editions/approve.ts'
import { collect } from '../../../src/services/collecting/reading/collect.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { explainDelivery } from '../../../src/services/sending/delivery/explain-delivery.ts'
import { pauseSending } from '../../../src/services/sending/sending-pause.ts'
import { startSending } from '../../../src/services/sending/delivery/start-sending.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer } from '../../mail/scripted-server.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { english } from '../../../src/core/said/sentence.ts'

describe.each(dialects)('explaining a delivery on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let edition: Edition
  const context = () => room.app.context
  const explain = (email: string) => explainDelivery(context(), room.digest, edition, email)

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.reader('ann@example.org', { topics: ['nuclear'] })
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    await room.story('b', 'Silo doors opened', 'missiles')
    room.clock.set('2026-11-09T08:00Z')
    await collect(context())
    await room.wake('2026-11-10T06:30:10Z')
    const draft = await home.store.editions.newestScheduled(room.digest.id)
    if (!draft) throw new Error('nothing was composed')
    await approve(context(), draft, commandActor)
    await startSending(context(), draft, true)
    edition = (await home.store.editions.byId(draft.id)) ?? draft
  })
  afterEach(() => room.close())

  test('shows the reply, the stories with their reasons, and why there was none', async () => {
    await room.reader('late@example.org')
    expect(await explain('ann@example.org')).toMatchObject({ delivery: { status: 'queued' }, mail: null })
    const server = await startScriptedServer()
    await deliver(room.sendingTo(server.port), edition)
    await server.close()
    const { delivery, mail, why } = await explain('Ann@example.org')
    expect(delivery).toMatchObject({ status: 'sent', attempts: 1, reply: '250 taken as 42' })
    expect(english(why)).toBe('the mail server accepted it')
    expect(mail?.stories.map(({ headline, topic }) => [headline, topic])).toEqual([
      ['Seals counted in the hall', 'nuclear'],
    ])
    expect(mail?.stories[0]?.reasons).not.toEqual([])
    expect(english((await explain('nobody@example.org')).why)).toBe(
      'the address does not subscribe to this digest',
    )
    expect(english((await explain('late@example.org')).why)).toContain('not among the recipients')
    await expect(explain('no address')).rejects.toThrow('“no address”')
  })

  test('shows why an e-mail still waits', async () => {
    expect(english((await explain('ann@example.org')).why)).toMatch(
      /^it has been due since .*, and waits for its turn$/,
    )
    await pauseSending(context(), 'the list looks wrong', commandActor)
    expect(english((await explain('ann@example.org')).why)).toMatch(
      /^sending has been paused since .*: the list looks wrong$/,
    )
  })
})
