import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, subscriberActor } from '../../../src/core/entities/actor.ts'
import { allReaders } from '../../../src/core/entities/readers/reader-filter.ts'
import type { Import } from '../../../src/core/entities/imports/import.ts'
import { startImport } from '../../../src/services/imports/starting/start-import.ts'
import { undoImport } from '../../../src/services/imports/undoing/undo-import.ts'
import { confirmBulkAction } from '../../../src/services/subscribers/bulk/confirm-bulk-action.ts'
import { freezeReaders } from '../../../src/services/subscribers/bulk/freeze-readers.ts'
import { runBulkActions } from '../../../src/services/subscribers/bulk/run-bulk-actions.ts'
import { undoBulkAction } from '../../../src/services/subscribers/bulk/undo-bulk-action.ts'
import { eraseReader } from '../../../src/services/subscribers/erasing/erase-reader.ts'
import { unsubscribe } from '../../../src/services/subscribers/leaving/unsubscribe.ts'
import { replaceAddress } from '../../../src/services/subscribers/managing/replace-address.ts'
import {
  findSuppression,
  suppressAddress,
} from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { bringIn, importOf, prepared, run, started } from '../imports/bring-in.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'

const address = 'ada@x.example'
const list = `email\n${address}\n`

describe.each(dialects)('unsubscribed readers stay unsubscribed, on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    await room.reader(address)
    minute()
  })
  afterEach(() => room.close())

  const minute = () => room.clock.set(room.clock.now().add({ minutes: 1 }).toString())
  const ada = async () => (await home.store.subscribers.byId(1))!
  const status = async () => (await ada()).status
  /** By the link of an e-mail, at an instant that its process read before it got the lock. */
  const unsubscribes = async () => unsubscribe(room.app.context, await ada(), subscriberActor(await ada()), 1)
  const importList = async (text: string, own: Parameters<typeof bringIn>[3] = {}) => {
    minute()
    const one = await bringIn(room.app.context, room.digest, text, own)
    expect(one.state).toBe('done')
    return one
  }
  async function undone(one: Import): Promise<void> {
    minute()
    expect(await undoImport(room.app.context, one, commandActor)).toEqual({ ok: true })
    await run(room.app.context)
  }
  async function bulk(kind: 'stop' | 'resubscribe'): Promise<number> {
    minute()
    const target = { filter: allReaders(room.digest.id) }
    const id = await freezeReaders(room.app.context, { digest: room.digest, kind, target }, commandActor)
    const typed = { tag: '', until: '', reason: 'asked by their office', number: '' }
    expect(await confirmBulkAction(room.app.context, id, typed, commandActor)).toEqual({ ok: true })
    await runBulkActions(room.app.context, new AbortController().signal)
    return id
  }

  const endings = {
    'a list of never-mail': () => importList(list, { mode: 'never-mail' }),
    'a list that replaces': async () => {
      minute()
      const own = { mode: 'replace' } as const
      const one = await bringIn(room.app.context, room.digest, 'email\nother@x.example\n', own, 'check')
      return started(room.app.context, one, 'import', 1)
    },
  }
  test.each(Object.entries(endings))(
    'by their link after %s had ended it, and that is undone',
    async (_, end) => {
      const one = await end()
      expect(await status()).toBe('unsubscribed')
      expect(await unsubscribes()).toBe('already')
      await undone(one)
      expect(await status()).toBe('unsubscribed')
      await importList(list)
      expect(await status()).toBe('unsubscribed')
    },
  )

  test('by their link while a never-mail list is imported, which is undone', async () => {
    minute()
    const { context } = room.app
    const one = await prepared(context, room.digest, list, { mode: 'never-mail' })
    expect(await startImport(context, one, 'import', commandActor)).toEqual({ ok: true })
    let merged: Promise<void> | undefined
    const transaction: typeof context.store.transaction = (work) =>
      context.store.transaction(async (tx) => {
        const done = await work(tx)
        merged = run(context)
        for (let reads = 0; reads < 200; reads += 1) await tx.newsroom.get()
        return done
      })
    const leaving = { ...context, store: { ...context.store, transaction } }
    await unsubscribe(leaving, await ada(), subscriberActor(await ada()), 1)
    await merged
    await undone(await importOf(context, one.id))
    expect(await status()).toBe('unsubscribed')
  })

  test('by their link at the moment when many were stopped, and that is undone', async () => {
    const before = room.clock.now()
    const id = await bulk('stop')
    room.clock.set(before.toString())
    expect(await unsubscribes()).toBe('already')
    minute()
    expect(await undoBulkAction(room.app.context, id, commandActor)).toEqual({ ok: true })
    await runBulkActions(room.app.context, new AbortController().signal)
    expect(await status()).toBe('unsubscribed')
  })

  test('by two lists of which the first is undone, or by a second that contains those whom the first removed', async () => {
    const first = await importList(list, { mode: 'never-mail' })
    await importList(list, { mode: 'never-mail' })
    await undone(first)
    expect(await status()).toBe('unsubscribed')
    const never = { mode: 'never-mail', neverMail: 'suppressed' } as const
    const suppressing = await importList(list, never)
    await importList(list, never)
    await undone(suppressing)
    expect((await findSuppression(room.app.context, address)).suppression).not.toBeNull()
  })

  test('by a status of their old service: a bulk resubscribe skips them', async () => {
    await importList(list, { mode: 'never-mail' })
    await bulk('resubscribe')
    expect(await status()).toBe('unsubscribed')
  })

  test('by a suppression with a stronger reason than the list that is undone', async () => {
    const one = await importList(list, { mode: 'never-mail', neverMail: 'suppressed' })
    const grounds = { reason: 'asked by phone', actor: commandActor, dryRun: false }
    expect(await suppressAddress(room.app.context, address, grounds)).toMatchObject({ outcome: 'already' })
    await undone(one)
    expect((await findSuppression(room.app.context, address)).suppression).not.toBeNull()
  })

  test('by an erasure, when another reader would get the address', async () => {
    await eraseReader(room.app.context, 1, commandActor)
    await room.reader('bo@x.example')
    const bo = (await home.store.subscribers.byId(2))!
    expect(await replaceAddress(room.app.context, bo, address, commandActor)).toMatchObject({
      ok: false,
      code: 'has-unsubscribed',
    })
  })
})
