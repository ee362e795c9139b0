import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import type { Import } from '../../../src/core/entities/imports/import.ts'
import { startImport } from '../../../src/services/imports/starting/start-import.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { bringIn, importOf, run, started } from './bring-in.ts'

describe.each(dialects)('a list replaces the readers of a digest, on $name', ({ open }) => {
  let room: TestNewsroom
  beforeEach(async () => {
    room = await testNewsroom(await open())
    for (const name of ['ann', 'bob', 'cem', 'dot', 'eva']) await room.reader(`${name}@x.example`)
    room.clock.set(room.clock.now().add({ minutes: 1 }).toString())
  })
  afterEach(() => room.close())

  const replace = (list: string, what: 'check' | 'import', own = {}) =>
    bringIn(room.app.context, room.digest, list, { mode: 'replace', ...own }, what)
  const start = (one: Import, confirmed: number | null) =>
    startImport(room.app.context, one, 'import', commandActor, confirmed)

  async function active(): Promise<string[]> {
    const page = { digestId: room.digest.id, afterId: 0, count: 100, status: 'active', query: null } as const
    const people = await room.app.context.store.subscribers.page(page)
    return people.map(({ email }) => email.replace('@x.example', ''))
  }

  test('a check counts those missing from the list', async () => {
    const list = 'email\nann@x.example\nbob@x.example\nnew@x.example\ncem@x.example\n'
    const checked = await replace(list, 'check')
    expect(checked).toMatchObject({
      state: 'checked',
      fault: null,
      counts: { added: 1, known: 3, removed: 2 },
    })
    expect(await start(checked, null)).toEqual({ ok: true })
    await run(room.app.context)
    expect((await importOf(room.app.context, checked.id)).counts).toMatchObject({ added: 1, removed: 2 })
    expect(await active()).toEqual(['ann', 'bob', 'cem', 'new'])
  })

  test.each([
    ['an empty one', 'email\n', 5],
    ['another list', 'email\nann@x.example\nzoe@y.example\n', 4],
    ['one of invalid rows', 'email\nnobody\n', 5],
  ])('%s ends most of them only once a person has confirmed how many', async (_, list, removed) => {
    const waits = { state: 'checked', fault: { code: 'import-ends-many', params: { count: removed, of: 5 } } }
    for (const what of ['check', 'import'] as const) {
      const checked = await replace(list, what)
      expect(checked).toMatchObject({ ...waits, counts: { removed } })
      for (const wrong of [null, removed - 1])
        expect(await start(checked, wrong)).toMatchObject({ ok: false, code: 'import-number-differs' })
      await run(room.app.context)
      expect(await active()).toHaveLength(5)
    }
    const checked = await replace(list, 'check')
    const done = await started(room.app.context, checked, 'import', removed)
    expect(done).toMatchObject({ state: 'done', fault: null, counts: { removed } })
    expect(await active()).not.toContain('bob')
  })

  test('a reader in a row that cannot be imported is not ended', async () => {
    const list = [
      'email,name,status',
      'ann@x.example,Smith, John, x',
      'bob@x.example,"Bob \0",',
      'cem@x.example,"Cem,',
      'dot@x.example,,maybe',
      'eva@x.example,,',
    ].join('\n')
    const done = await replace(list, 'import')
    expect(done).toMatchObject({ state: 'done', counts: { rejected: 4, removed: 0 } })
    expect(await active()).toHaveLength(5)
  })
})
