import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { addressHash } from '../../../src/core/addresses/address.ts'
import { deliver } from '../../../src/services/sending/delivery/deliver.ts'
import { suppressionKey } from '../../../src/services/subscribers/suppression-key.ts'
import { unsubscribe } from '../../../src/services/subscribers/leaving/unsubscribe.ts'
import type { Subscription } from '../../../src/core/entities/subscription.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { beforeBodies, testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { inWords } from '../../in-words.ts'

describe.each(dialects)(
  'a reader who unsubscribes while the server waits for the e-mail, on $name',
  ({ open }) => {
    let room: TestNewsroom
    let server: ScriptedServer

    const suppressed = async ({ email }: Subscription) => {
      const { context } = room.app
      const hash = addressHash(await suppressionKey(context), email)
      await context.store.suppressions.add(hash, 'complained', context.clock.now())
    }
    const unsubscribed = async (reader: Subscription) => {
      await unsubscribe(room.app.context, reader, commandActor)
    }

    beforeEach(async () => {
      server = await startScriptedServer()
      room = await testNewsroom(await open())
    })
    afterEach(async () => {
      await server.close()
      await room.close()
    })

    test.each([
      { reason: 'suppressed', leaves: suppressed },
      { reason: 'unsubscribed', leaves: unsubscribed },
    ])('gets none, as $reason, and all others get theirs', async ({ reason, leaves }) => {
      for (const name of ['ann', 'bob', 'cem', 'leaving', 'dot']) await room.reader(`${name}@example.org`)
      const edition = await room.sending()
      const { deliveries, subscribers } = room.app.context.store
      const skipped = { editionId: edition.id, status: 'skipped', count: 9 } as const
      const context = beforeBodies(room.sendingTo(server.port), async ({ to }, mark) => {
        if (to === 'leaving@example.org') {
          const rows = await deliveries.list({ ...skipped, status: 'claimed' })
          const row = rows.find(({ email }) => email === to)
          const [reader] = await subscribers.byIds([row?.subscriptionId ?? 0])
          if (!reader) throw new Error('its row is not claimed')
          await leaves(reader)
        }
        return mark()
      })
      expect(await deliver(context, edition)).toMatchObject({ closed: true, counts: { sent: 4, skipped: 1 } })
      expect(inWords(await deliveries.list(skipped))).toMatchObject([
        { email: 'leaving@example.org', reason },
      ])
      expect(server.mails.map(({ to }) => to).sort()).toEqual(
        ['ann', 'bob', 'cem', 'dot'].map((name) => `${name}@example.org`),
      )
      expect(server.dataBytes).toBe(server.mails.reduce((sum, { bytes }) => sum + bytes.length + 3, 0))
    })
  },
)
