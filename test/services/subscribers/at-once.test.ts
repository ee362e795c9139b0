import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, subscriberActor, visitorActor } from '../../../src/core/entities/actor.ts'
import { signToken } from '../../../src/core/token.ts'
import {
  confirmSignUp,
  openConfirmation,
  type Confirmation,
} from '../../../src/services/subscribers/joining/confirm.ts'
import { signUp } from '../../../src/services/subscribers/joining/sign-up.ts'
import { confirmAddress } from '../../../src/services/subscribers/own-data/change-address.ts'
import { makeOwnLink, openOwnLink } from '../../../src/services/subscribers/own-data/own-link.ts'
import { removeSubscriber } from '../../../src/services/subscribers/remove-subscriber.ts'
import type { Context } from '../../../src/services/context.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const people = Array.from({ length: 30 }, (_, at) => `reader${at}@example.org`)

describe.each(dialects)('concurrently on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom

  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
  })
  afterEach(() => room.close())

  const ask = (email: string, context: Context = room.app.context) => {
    const form = { email, topics: ['nuclear'], days: [], hour: '', timeZone: '', language: 'en' }
    // Each from a different network.
    const ip = `198.51.${people.indexOf(email)}.7`
    return signUp(context, room.digest, { ...form, ip }, visitorActor)
  }
  const confirmation = async (request: number) => {
    const { context } = room.app
    const found = await openConfirmation(context, signToken(context.linkKeys, request, 'confirmation'))
    if (!found) throw new Error('there is no such request')
    return found
  }
  const confirm = (found: Confirmation, context: Context = room.app.context) =>
    confirmSignUp(context, found, '198.51.100.7', subscriberActor(found.subscription))
  const erase = (email: string) =>
    removeSubscriber(
      room.app.context,
      room.digest,
      email,
      { erase: true, suppress: null, dryRun: false },
      commandActor,
    )
  test('one button pressed many times confirms once, with one welcome', async () => {
    await ask(people[0] ?? '')
    const found = await confirmation(1)
    const done = await Promise.all(people.map(() => confirm(found)))
    expect(done.filter((one) => one === 'done')).toHaveLength(1)
    expect(await home.store.messages.list(100)).toHaveLength(2)
  })

  /** The context in which something else begins just before a transaction commits, and gets as far as it can. */
  const before = (begin: () => Promise<unknown>): { context: Context; begun: Promise<unknown>[] } => {
    const { context } = room.app
    const begun: Promise<unknown>[] = []
    const transaction: Context['store']['transaction'] = (work) =>
      context.store.transaction(async (tx) => {
        const done = await work(tx)
        begun.push(begin())
        for (let reads = 0; reads < 200; reads += 1) await tx.newsroom.get()
        return done
      })
    return { context: { ...context, store: { ...context.store, transaction } }, begun }
  }

  test('someone erased while confirming gets no welcome', async () => {
    const email = people[0] ?? ''
    await ask(email)
    const { context, begun } = before(() => erase(email))
    await confirm(await confirmation(1), context)
    await Promise.all(begun)
    expect(await home.store.subscribers.byId(1)).toBeNull()
    expect(await home.store.messages.list(100)).toEqual([])
  })

  test('someone erased while signing up again gets no e-mail, and leaves no request', async () => {
    const email = people[0] ?? ''
    await ask(email)
    const { context, begun } = before(() => erase(email))
    await ask(email, context)
    await Promise.all(begun)
    expect(await home.store.subscribers.byId(1)).toBeNull()
    expect(await home.store.messages.list(100)).toEqual([])
    expect(await home.store.signUps.of(1)).toEqual([])
  })

  test('a sign-up that is repeated while it is deleted keeps its request', async () => {
    await ask(people[0] ?? '')
    const found = await confirmation(1)
    await home.store.signUps.deleteExpired([found.subscription.id])
    expect(await confirm(found)).toBe('done')
  })

  test('somebody signs up with an address that another is about to change to: one of them has it in the end', async () => {
    await room.reader('ada@example.org')
    const [ada] = await home.store.subscribers.byIds([1])
    if (!ada) throw new Error('there is no reader')
    const address = people[0] ?? ''
    const token = await home.store.transaction((tx) =>
      makeOwnLink(room.app.context, tx, { subscriptionId: ada.id, address }),
    )
    const link = await openOwnLink(room.app.context, token)
    if (!link) throw new Error('there is no link')
    const take = () => confirmAddress(room.app.context, { ...link, address }, subscriberActor(ada))
    const { context, begun } = before(take)
    await ask(address, context)
    expect(await Promise.all(begun)).toEqual(['done'])
    expect((await home.store.subscribers.byId(ada.id))?.email).toBe(address)
    expect(await home.store.subscribers.byId(2)).toBeNull()
  })

  test('two who change to each other’s address at once are both refused, because both addresses are in use', async () => {
    const both = ['ada@example.org', 'bo@example.org']
    for (const email of both) await room.reader(email)
    const asked = await Promise.all(
      both.map(async (_, at) => {
        const subscription = await home.store.subscribers.byId(at + 1)
        const address = both[1 - at] ?? ''
        const token = await home.store.transaction((tx) =>
          makeOwnLink(room.app.context, tx, { subscriptionId: at + 1, address }),
        )
        const link = await openOwnLink(room.app.context, token)
        if (!link || !subscription) throw new Error('there is no link')
        return { link: { ...link, address }, actor: subscriberActor(subscription) }
      }),
    )
    const take = (at: number, context: Context = room.app.context) =>
      confirmAddress(context, asked[at]!.link, asked[at]!.actor)
    const begun: Promise<unknown>[] = []
    const { context } = room.app
    /** Starts the other one when the first has locked the reader, and lets it get as far as it can. */
    const transaction: Context['store']['transaction'] = (work) =>
      context.store.transaction(async (tx) => {
        const lock: typeof tx.subscribers.lock = async (id) => {
          const isLocked = await tx.subscribers.lock(id)
          begun.push(take(1))
          for (let reads = 0; reads < 200; reads += 1) await tx.newsroom.get()
          return isLocked
        }
        return work({ ...tx, subscribers: { ...tx.subscribers, lock } })
      })
    const first = await take(0, { ...context, store: { ...context.store, transaction } })
    expect([first, ...(await Promise.all(begun))]).toEqual(['taken', 'taken'])
  })
})
