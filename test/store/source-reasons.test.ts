import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { said } from '../../src/core/said/said.ts'
import { english } from '../../src/core/said/sentence.ts'
import { withSource } from './cast.ts'
import { dialects, type TestDatabase } from './dialects.ts'

const at = Temporal.Instant.from('2026-11-16T06:30Z')
const why = said('host-slow', { host: 'wire.example.org', seconds: 30 })

describe.each(dialects)('why a source could not be read, on $name', ({ open }) => {
  let home: TestDatabase
  beforeEach(async () => {
    home = await open()
  })
  afterEach(() => home.drop())

  const nothing = { items: 0, fresh: 0, churned: 0, doubles: 0, sharing: 0, putOff: 0 }
  const undated = { newestItemAt: null, aheadItemAt: null }

  async function failed(): Promise<void> {
    const sourceId = await withSource(home.store)
    await home.store.sources.recordFailure(sourceId, { at, reason: why, retryAt: null, nextReadAt: at })
    const row = { sourceId, at, outcome: 'failed', problem: 'timeout', reason: why } as const
    await home.store.fetchLog.append({ ...row, ...nothing, ...undated })
  }

  const kept = async () => {
    const [source] = await home.store.sources.list()
    const [row] = await home.store.fetchLog.since(at)
    return [source?.lastError, row?.reason]
  }

  test('is stored as a code with its parameters', async () => {
    await failed()
    expect(await kept()).toEqual([why, why])
  })

  test('of an earlier version is shown as it was written', async () => {
    await failed()
    const old = 'wire.example.org took longer than 30 seconds; tell its publisher'
    await home.execute(`update sources set last_error = '${old}'`)
    await home.execute(`update readings set reason = '${old}'`)
    expect((await kept()).map((reason) => english(reason ?? ''))).toEqual([old, old])
  })
})
