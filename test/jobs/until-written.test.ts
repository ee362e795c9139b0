import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { untilWritten } from '../../src/jobs/until-written.ts'
import { dialects, type TestDatabase } from '../store/dialects.ts'

describe.each(dialects)('a database on $name', ({ name, open }) => {
  // On one connection, the test would wait behind the attempted writes.
  const onServer = test.skipIf(name !== 'PostgreSQL')
  let home: TestDatabase
  beforeEach(async () => {
    home = await open()
    // Attempts write to this table.
    await home.execute('alter table settings rename to settings_elsewhere')
  })
  afterEach(() => home.drop())

  const waiting = (signal: AbortSignal) => {
    const state = { isOver: false, over: untilWritten(home.store, signal) }
    void state.over.then(() => {
      state.isOver = true
    })
    return state
  }

  onServer('that cannot be written to is waited for until it can be', async () => {
    const wait = waiting(new AbortController().signal)
    await expect(home.store.tryWrite()).rejects.toThrow('settings')
    expect(wait.isOver).toBe(false)
    await home.execute('alter table settings_elsewhere rename to settings')
    await wait.over
  })

  onServer('is not waited for by a process that is asked to stop', async () => {
    const stopping = new AbortController()
    const wait = waiting(stopping.signal)
    await expect(home.store.tryWrite()).rejects.toThrow('settings')
    expect(wait.isOver).toBe(false)
    stopping.abort()
    await wait.over
  })
})
