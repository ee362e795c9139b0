import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import type { Edition } from '../../../src/core/entities/edition.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

describe.each(dialects)('an e-mail lost in flight under retry-once, on $name', ({ open }) => {
  let room: TestNewsroom
  let edition: Edition
  let server: ScriptedServer
  let onItsWay: () => void

  beforeEach(async () => {
    onItsWay = () => undefined
    server = await startScriptedServer({
      act: (stage, before) => {
        if (stage === 'body-begins') onItsWay()
        return stage === 'body' && before === 0 ? 'drop' : undefined
      },
    })
    room = await testNewsroom(await open())
    await room.retryOnce()
    await room.reader('ada@example.org')
    edition = await room.sending()
  })
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  test('keeps the edition open when the sender is asked to stop, and is sent with the next call', async () => {
    const stopping = new AbortController()
    onItsWay = () => stopping.abort()
    const context = room.sendingTo(server.port)
    expect(await deliver(context, edition, stopping.signal)).toMatchObject({ closed: false })
    expect(await room.edition(edition.id)).toMatchObject({ status: 'sending' })
    expect(server.mails).toEqual([])
    expect(await deliver(context, edition)).toMatchObject({ closed: true, counts: { sent: 1 } })
    expect(server.mails).toHaveLength(1)
  })

  test('reports once it is sent that it may have arrived twice', async () => {
    const context = room.sendingTo(server.port)
    expect(await deliver(context, edition)).toMatchObject({ closed: true, counts: { sent: 1 } })
    const [row] = await context.store.deliveries.list({ editionId: edition.id, status: 'sent', count: 1 })
    expect(inWords(row?.reason)).toBe('sent once more: it may have arrived')
  })
})
