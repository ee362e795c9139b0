import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { JobName } from '../../src/core/jobs.ts'
import { openHandlers } from '../../src/jobs/handlers/handlers.ts'
import { runInProcess } from '../../src/jobs/in-process.ts'
import { writeMessage } from '../../src/services/sending/outbox/write-message.ts'
import { startScriptedServer } from '../mail/scripted-server.ts'
import { dialects, type TestStore } from '../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../services/newsroom.ts'

const content = { kind: 'alert' as const, subject: 'A line', lead: 'L.', points: [], advice: 'A.' }

describe.each(dialects)('waking on $name', ({ open }) => {
  let home: TestStore
  let room: TestNewsroom
  let ends: (() => void | Promise<void>)[]

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    ends = []
  })
  afterEach(async () => {
    for (const end of ends.toReversed()) await end()
    await room.close()
  })

  const write = () =>
    home.store.transaction((tx) => writeMessage(tx, 'desk@example.org', content, room.clock.now()))

  test('a wake-up comes after the commit, once for each job, and never after a rollback', async () => {
    const heard: { name: JobName; messages: number }[] = []
    const noted: Promise<void>[] = []
    const deaf = home.store.onWake((name) => {
      const note = async () => void heard.push({ name, messages: (await home.store.messages.list(9)).length })
      noted.push(note())
    })
    ends.push(deaf)
    const lost = home.store.transaction(async (tx) => {
      await writeMessage(tx, 'desk@example.org', content, room.clock.now())
      throw new Error('rolled back')
    })
    await expect(lost).rejects.toThrow('rolled back')
    await home.store.transaction(async (tx) => {
      for (const who of ['ada', 'bo']) await writeMessage(tx, `${who}@example.org`, content, room.clock.now())
    })
    await Promise.all(noted)
    expect(heard).toEqual([{ name: 'outbox', messages: 2 }])
    deaf()
    await write()
    expect(noted).toHaveLength(1)
  })

  test('a message is sent once committed, while an edition is being sent', async () => {
    const hanging = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    const server = await startScriptedServer({
      act: (stage, _, to) => {
        if (stage === 'body' && to === 'desk@example.org') arrived.resolve()
        if (stage !== 'RCPT' || to !== 'hanging@example.org') return undefined
        hanging.resolve()
        return 'silence'
      },
    })
    await room.reader('hanging@example.org')
    const edition = await room.approved()
    room.clock.set(edition.dueAt.toString())
    // There is no clock here: all work was woken by a commit.
    const jobs = runInProcess(room.sendingTo(server.port), openHandlers())
    ends.push(jobs.stop, server.close, home.store.onWake(jobs.wake))
    jobs.wake('editions')
    await hanging.promise
    await write()
    await arrived.promise
    expect(await room.edition(edition.id)).toMatchObject({ status: 'sending' })
  })
})
