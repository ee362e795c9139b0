import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { startScriptedServer, type Script, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

describe.each(dialects)('open rows of an earlier edition, on $name', ({ open }) => {
  let room: TestNewsroom
  let server: ScriptedServer
  let act: Script['act']

  const runAt = async (at: string, story: string) => {
    room.clock.set(at)
    await room.story(at, story, 'nuclear')
    return run(room.sendingTo(server.port), room.digest, commandActor)
  }

  beforeEach(async () => {
    act = (stage, _before, to) =>
      stage === 'RCPT' && to === 'busy@example.org'
        ? { reply: '450 4.2.0 greylisted, try again in 30 minutes' }
        : undefined
    server = await startScriptedServer({ act: (...args) => act?.(...args) })
    room = await testNewsroom(await open())
    await room.reader('ada@example.org')
    await room.reader('busy@example.org')
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  test('wait half an hour if the server asks for it: the run says until when', async () => {
    const first = await runAt('2026-11-10T07:00Z', 'Seals counted in the hall')
    expect(inWords(first)).toMatchObject({
      outcome: 'open',
      delivered: { counts: { sent: 1, deferred: 1 } },
      says: expect.stringMatching(/not finished yet; next attempt at 2026-11-10T07:30:\d\dZ$/),
    })
  })

  test('are sent by a later run of the digest, which reports them', async () => {
    const first = await runAt('2026-11-10T07:00Z', 'Seals counted in the hall')
    act = undefined
    const next = await runAt('2026-11-11T06:00Z', 'Inspectors return to the tunnel')
    expect(next).toMatchObject({
      outcome: 'sent',
      earlier: [{ edition: { id: first.edition.id }, sent: 1, failed: 0, open: 0 }],
    })
    expect(server.mails.map(({ to }) => to).toSorted()).toEqual(
      ['ada', 'ada', 'busy', 'busy'].map((name) => `${name}@example.org`),
    )
    expect(await room.edition(first.edition.id)).toMatchObject({ status: 'sent' })
  })

  test('are given up by a run after their time, also if the edition of the day was sent', async () => {
    const first = await runAt('2026-11-10T07:00Z', 'Seals counted in the hall')
    act = undefined
    room.clock.set('2026-11-12T07:00Z')
    const next = await run(room.sendingTo(server.port), room.digest, commandActor)
    expect(next.earlier).toMatchObject([{ edition: { id: first.edition.id }, sent: 0, failed: 1, open: 0 }])
    const [row] = await room.app.context.store.deliveries.list({
      editionId: first.edition.id,
      status: 'failed',
      count: 9,
    })
    expect(inWords(row)).toMatchObject({
      email: 'busy@example.org',
      reason: expect.stringMatching(/^given up/),
    })
    expect((await run(room.sendingTo(server.port), room.digest, commandActor)).earlier).toEqual([])
  })
})
