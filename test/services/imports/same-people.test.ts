import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { runImport } from '../../../src/services/imports/running/run-imports.ts'
import type { ImportPlan } from '../../../src/services/imports/starting/set-up-import.ts'
import { startImport } from '../../../src/services/imports/starting/start-import.ts'
import { openStore } from '../../../src/store/open.ts'
import type { Store } from '../../../src/store/store.ts'
import { dialects, type TestDatabase } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { importOf, prepared } from './bring-in.ts'

const people = 10_000
const addresses = Array.from({ length: people }, (_, at) => `r${at}@x.example`)
const listOf = (all: string[]) => `email,name\n${all.map((one) => `${one},Somebody\n`).join('')}`

describe.each(dialects)(
  'two processes import the same people, in another order, on $name',
  ({ name, open }) => {
    let home: TestDatabase
    let room: TestNewsroom
    let other: Store
    beforeEach(async () => {
      home = await open()
      room = await testNewsroom(home)
      other = openStore(home.url ?? '', home.folder)
    })
    afterEach(async () => {
      await other.close()
      await room.close()
    })

    test.skipIf(name !== 'PostgreSQL').each<[name: string, own: Partial<ImportPlan>, known: boolean]>([
      ['whom nobody knows', {}, false],
      ['of whom each list has some that are known', {}, true],
      ['whom both would update', { mode: 'update' }, true],
      ['who are suppressed', { mode: 'never-mail', neverMail: 'suppressed' }, false],
    ])('%s: both get to their ends, and nobody comes twice', async (_, own, isKnown) => {
      const { context } = room.app
      if (isKnown)
        for (const at of [1, 5_001, 9_998]) await room.reader(addresses[at] ?? '', { name: 'As before' })
      const ids: number[] = []
      for (const all of [addresses, addresses.toReversed()]) {
        const one = await prepared(context, room.digest, listOf(all), own)
        await startImport(context, one, 'import', commandActor)
        ids.push(one.id)
      }
      const { signal } = new AbortController()
      const [first = 0, second = 0] = ids
      const settings = { ...context.settings, worker: `${context.settings.worker}-other` }
      expect(
        await Promise.all([
          runImport(context, first, signal),
          runImport({ ...context, settings, store: other }, second, signal),
        ]),
      ).toEqual(['done', 'done'])
      const counts = await Promise.all(ids.map(async (id) => (await importOf(context, id)).counts))
      for (const { rows, added, updated, known, ended, rejected } of counts)
        expect([rows, added + updated + known + ended + rejected]).toEqual([people, people])
      const table = own.neverMail === 'suppressed' ? 'suppressions' : 'subscriptions'
      expect(await home.rows(`select count(*) as count from ${table}`)).toEqual([{ count: `${people}` }])
    })
  },
)
