import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { startImport } from '../../../src/services/imports/starting/start-import.ts'
import { runImports } from '../../../src/services/imports/running/run-imports.ts'
import { leftOverRows } from '../../../src/services/imports/viewing/left-over.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { importOf, prepared, run } from './bring-in.ts'

/** More than one transaction writes, and not in the order of their addresses. */
const people = 4500
const address = (at: number): string => `r${(at * 7919) % people}@x.example`

describe.each(dialects)('an import that stops while it reads, on $name', ({ open }) => {
  let room: TestNewsroom
  beforeEach(async () => {
    room = await testNewsroom(await open())
  })
  afterEach(() => room.close())

  test('resumes with the rows that are not stored yet, and lists rejected ones in the order of the list', async () => {
    const { context } = room.app
    const rows = Array.from({ length: people }, (_, at) => (at % 1500 === 0 ? `nobody ${at}` : address(at)))
    const one = await prepared(context, room.digest, `email\n${rows.join('\n')}\n`)
    await startImport(context, one, 'import', commandActor)
    const stop = new AbortController()
    await runImports({ ...context, progress: { step: () => stop.abort() } }, stop.signal)
    const stopped = await importOf(context, one.id)
    expect(stopped.state).toBe('staging')
    expect(stopped.cursor).toBeGreaterThan(0)
    expect(stopped.cursor).toBeLessThan(people)

    await run(context)
    const done = await importOf(context, one.id)
    expect(done.counts).toMatchObject({ rows: people, added: people - 3, rejected: 3 })
    const left = await Array.fromAsync(leftOverRows(context, done, commandActor))
    expect(left.map(({ line, fields }) => `${line} ${fields.join()}`)).toEqual([
      '2 nobody 0',
      '1502 nobody 1500',
      '3002 nobody 3000',
    ])
    const filter = { digestId: room.digest.id, afterId: 0, count: 10_000, status: null }
    const emails = (await context.store.subscribers.page(filter)).map(({ email }) => email)
    expect(emails.toSorted()).toEqual(rows.filter((row) => row.includes('@')).toSorted())
  })
})
