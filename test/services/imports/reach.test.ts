import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor, type Actor } from '../../../src/core/entities/actor.ts'
import type { Import } from '../../../src/core/entities/imports/import.ts'
import { startImport } from '../../../src/services/imports/starting/start-import.ts'
import { undoForReader } from '../../../src/services/imports/undoing/undo-for-reader.ts'
import { undoImport } from '../../../src/services/imports/undoing/undo-import.ts'
import { leftOverRows } from '../../../src/services/imports/viewing/left-over.ts'
import { findImport, listImports } from '../../../src/services/imports/viewing/list-imports.ts'
import { findSuppression } from '../../../src/services/subscribers/suppressions/suppress-address.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { bringIn, importOf, prepared, run } from './bring-in.ts'

const notPermitted = { code: 'not-permitted' }
const address = 'ada@x.example'

describe.each(dialects)('an import is limited by the permissions of its admin, on $name', ({ open }) => {
  let home: TestDatabase
  let room: TestNewsroom
  let admin: Actor
  beforeEach(async () => {
    home = await open()
    room = await testNewsroom(home)
    admin = { kind: 'account', id: 1, grants: [{ role: 'admin', digest: room.digest.id }] }
    await home.store.digests.put({ ...room.digest, key: 'weekly' }, room.clock.now())
  })
  afterEach(() => room.close())

  const byAdmin = async (list: string): Promise<Import> => {
    const { context } = room.app
    const one = await prepared(context, room.digest, list, {}, admin)
    expect(await startImport(context, one, 'import', admin)).toEqual({ ok: true })
    await run(context)
    return importOf(context, one.id)
  }

  test('a row of another digest is rejected, and a status suppresses nobody in all digests', async () => {
    const list = `email,digest,status\nbo@x.example,weekly,\n${address},,bounced\n`
    const { counts } = await byAdmin(list)
    expect(counts).toMatchObject({ rejected: 1, ended: 1 })
    expect((await findSuppression(room.app.context, address)).suppression).toBeNull()
    expect(await home.store.subscribers.byId(1)).toMatchObject({ email: address, status: 'unsubscribed' })
  })

  test('a list of another digest, imported by an admin of all, cannot be seen, started or undone', async () => {
    const { context } = room.app
    const list = 'email,digest\nbo@x.example,weekly\nnobody,weekly\n'
    const planned = await prepared(context, room.digest, list)
    await expect(startImport(context, planned, 'import', admin)).rejects.toMatchObject(notPermitted)
    const done = await bringIn(context, room.digest, list)
    await expect(undoImport(context, done, admin)).rejects.toMatchObject(notPermitted)
    await expect(undoForReader(context, done, 'bo@x.example', admin)).rejects.toMatchObject(notPermitted)
    await expect(findImport(context, done.id, admin)).rejects.toMatchObject(notPermitted)
    await expect(leftOverRows(context, done, admin).next()).rejects.toMatchObject(notPermitted)
    expect(await listImports(context, { before: null, count: 10 }, admin)).toEqual([])
    const own = await bringIn(context, room.digest, 'email\ncy@x.example\n')
    await bringIn(context, room.digest, list)
    expect(await listImports(context, { before: null, count: 1 }, admin)).toMatchObject([{ id: own.id }])
    expect(await undoImport(context, own, admin)).toEqual({ ok: true })
  })

  test('an admin who may not lift suppressions cannot undo a list that added some', async () => {
    const { context } = room.app
    const own = { mode: 'never-mail', neverMail: 'suppressed' } as const
    const done = await bringIn(context, room.digest, `email\n${address}\n`, own)
    await expect(undoImport(context, done, admin)).rejects.toMatchObject(notPermitted)
    await expect(undoForReader(context, done, address, admin)).rejects.toMatchObject(notPermitted)
    expect(await undoImport(context, done, commandActor)).toEqual({ ok: true })
  })
})
