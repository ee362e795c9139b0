import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemActor, commandActor } from '../../../src/core/entities/actor.ts'
import { signTag } from '../../../src/core/return-path.ts'
import { openHooks } from '../../../src/mail/hooks/open-hooks.ts'
import type { HookRequest } from '../../../src/mail/hooks/hook.ts'
import type { Context } from '../../../src/services/context.ts'
import { listFeedback } from '../../../src/services/feedback/viewing/list-feedback.ts'
import { receiveHook } from '../../../src/services/feedback/hooks/receive-hook.ts'
import { sendDue } from '../../../src/services/sending/delivery/send-due.ts'
import { sendgrid, sendgridBounce, sendgridKeys } from '../../mail/hooks/support.ts'
import { startScriptedServer, type ScriptedServer } from '../../mail/scripted-server.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const readers = 100
const copies = 25
const kinds = ['delivered', 'deferred', 'bounce', 'processed']
const allEvents = readers * copies * kinds.length
const inBatch = 500

/** In an order that looks random and is always the same. */
function shuffled<T>(list: readonly T[]): T[] {
  let seed = 7
  const next = (): number => (seed = (seed * 48_271) % 2_147_483_647)
  return list
    .map((one) => ({ one, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one)
}

describe.each(dialects)('batches, on $name', { timeout: 240_000 }, ({ open }) => {
  let room: TestNewsroom
  let context: Context
  let server: ScriptedServer
  let events: object[]

  beforeEach(async () => {
    server = await startScriptedServer({})
    room = await testNewsroom(await open())
    const { settings, clock, linkKeys } = room.app.context
    const hooks = openHooks(
      { ses: null, sendgrid: sendgridKeys.publicKey, mailgun: null, postmark: null },
      { fetch: async () => null, clock },
    )
    context = room.sendingTo(server.port, { hooks, settings: { ...settings, hooks: ['sendgrid'] } })
    // Each at a different domain, so that they are not a mass failure.
    for (let at = 1; at <= readers; at += 1) await room.reader(`reader@domain${at}.example`)
    const edition = await room.sending()
    await sendDue(context, new AbortController().signal)
    const of = (at: number) => {
      const tag = signTag(linkKeys, { subscription: at, edition: edition.id })
      return kinds.flatMap((event) =>
        Array.from({ length: copies }, () =>
          sendgridBounce(`reader@domain${at}.example`, tag, {
            event,
            reason: '552 5.2.2 The mailbox is full',
            status: '5.2.2',
          }),
        ),
      )
    }
    events = shuffled(Array.from({ length: readers }, (_, at) => of(at + 1)).flat())
  }, 240_000)
  afterEach(async () => {
    await server.close()
    await room.close()
  })

  const request = (list: object[]): HookRequest => {
    const { body, headers } = sendgrid(list, context.clock.now())
    return { body: Buffer.from(body), header: (name) => headers[name] ?? '' }
  }
  const batches = (): HookRequest[] =>
    Array.from({ length: allEvents / inBatch }, (_, at) =>
      request(events.slice(at * inBatch, (at + 1) * inBatch)),
    )
  const counted = async () => {
    const rows = await listFeedback(context, { kind: null, outcome: null, count: allEvents }, commandActor)
    return Object.fromEntries(
      ['counted', 'noted', 'repeated'].map((name) => [
        name,
        rows.filter(({ outcome }) => outcome === name).length,
      ]),
    )
  }
  const delivered = async (): Promise<number> => {
    const mails = await Promise.all(
      Array.from({ length: readers }, async (_, at) => {
        const subscription = await context.store.subscribers.byId(at + 1)
        return context.store.deliveries.of(1, subscription?.subscriberId ?? 0)
      }),
    )
    return mails.filter((mail) => mail?.deliveredAt).length
  }

  test('10,000 events count once each, four batches at a time', async () => {
    expect(events).toHaveLength(10_000)
    const waiting = batches()
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        expect(await receiveHook(context, 'sendgrid', next, systemActor)).toEqual({ answer: 'taken' })
    }
    await Promise.all([work(), work(), work(), work()])
    expect(await counted()).toEqual({ counted: readers, noted: readers, repeated: 0 })
    expect(await delivered()).toBe(readers)
  })

  test('a batch that fails in the middle is retried, and counts once', async () => {
    const { store } = context
    let left = 3
    const breaking: Context = {
      ...context,
      store: {
        ...store,
        transaction: async (work) => {
          left -= 1
          if (left === 0) throw new Error('the disk is full')
          return store.transaction(work)
        },
      },
    }
    const batch = events.filter((_, at) => at % 20 === 0)
    await expect(receiveHook(breaking, 'sendgrid', request(batch), systemActor)).rejects.toThrow('disk')
    const { counted: some = 0, noted = 0 } = await counted()
    expect(some + noted).toBe(2)
    expect(await receiveHook(context, 'sendgrid', request(batch), systemActor)).toEqual({ answer: 'taken' })
    const once = await counted()
    expect(await receiveHook(context, 'sendgrid', request(batch), systemActor)).toEqual({ answer: 'taken' })
    expect(await counted()).toEqual(once)
    expect(once.repeated).toBe(0)
  })
})
