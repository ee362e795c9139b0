import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { run } from '../../../src/services/editions/composing/run.ts'
import { type ScriptedServer, startScriptedServer } from '../../mail/scripted-server.ts'
import { dialects, type TestStore } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const readers = 12
const refused = 6

describe.each(dialects)('alerts about sending, on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let server: ScriptedServer

  const subjects = () =>
    server.mails
      .filter(({ to }) => to === 'desk@example.org')
      .map(({ bytes }) => /^Subject: (.*)\r$/m.exec(bytes.toString('latin1'))?.[1] ?? '')
      .toSorted((a, b) => a.localeCompare(b))
  const runOnce = () => run(room.sendingTo(server.port), room.digest, commandActor)

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    const newsroom = await home.store.newsroom.get()
    if (newsroom) await home.store.newsroom.put({ ...newsroom, alerts: ['desk@example.org'] })
    for (let index = 0; index < readers; index++) await room.reader(`reader${index}@example.org`)
    await room.story('a', 'Seals counted in the hall', 'nuclear')
    server = await startScriptedServer({
      act: (stage, before) => {
        if (stage === 'RCPT' && before < refused) return { reply: '550 5.1.1 nobody here' }
        return stage === 'body' && before === 0 ? 'drop' : undefined
      },
    })
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  test('failures above a threshold and e-mails of unknown fate are reported with their run, once', async () => {
    const { delivered } = await runOnce()
    expect(delivered?.counts).toEqual({ failed: refused, unknown: 1, sent: readers - refused - 1 })
    const told = [
      '1 unknown: Global Security Newswire of 2026-11-09',
      '6 failed: Global Security Newswire of 2026-11-09',
    ]
    expect(subjects()).toEqual(told)
    await runOnce()
    expect(subjects()).toEqual(told)
  })
})
