import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NewImportRow } from '../../src/core/entities/imports/import-row.ts'
import { said } from '../../src/core/said/said.ts'
import { at } from './cast.ts'
import { dialects, type TestDatabase } from './dialects.ts'

const plain: NewImportRow = {
  line: 1,
  digestId: 1,
  hash: 'a'.repeat(32),
  email: 'ann@example.org',
  name: String.raw`Ann "\u0000" א\n`,
  topics: ['nuclear', 'missiles'],
  days: [1, 5],
  hour: '07:30',
  timeZone: 'Europe/Berlin',
  ends: null,
  agreed: null,
  nameKey: 'ann',
  flags: 3,
  tags: null,
  note: null,
  outcome: null,
  fault: null,
  why: null,
  fields: null,
  raw: null,
}
const full: NewImportRow = {
  ...plain,
  ends: { to: 'unsubscribed', at: at('2025-01-02T03:04Z'), reason: 'asked to' },
  agreed: { at: at('2024-01-02T03:04Z'), ip: '192.0.2.1', how: 'at the fair' },
  tags: { press: 'Press' },
  note: 'one\ntwo',
  outcome: 'rejected',
  fault: { column: 'row', reason: said('longer-than', { most: 3 }) },
  fields: ['a\0b', '\ud800'],
  raw: 'a\0b\ud800"c',
}

describe.each(dialects)('rows of a list on $name', ({ open }) => {
  let home: TestDatabase
  beforeEach(async () => {
    home = await open()
  })
  afterEach(() => home.drop())

  test('are read back unchanged, however many of them have extra fields', async () => {
    const { store, execute } = home
    const rows = Array.from({ length: 620 }, (_, line) => ({ ...(line % 100 === 7 ? full : plain), line }))
    await store.transaction(({ importRows }) => importRows.add(4, 11, rows.map(importRows.pack)))
    await execute(`update import_rows set outcome = 'left' where outcome is null`)
    const kept = await store.importRows.leftOver(4, { line: -1, n: 0 }, 1000)
    expect(kept.map(({ line, n }) => [line, n])).toEqual(rows.map(({ line }) => [line, line + 11]))
    expect(kept[3]).toEqual({ ...plain, n: 14, line: 3, outcome: 'left' })
    // No database has a column for invalid characters: the fields are stored as JSON, which can contain them.
    expect(kept[107]).toEqual({ ...full, n: 118, line: 107, raw: 'a\ufffdb\ufffd"c' })
  })

  test('a part of a chunk of a file is read alone', async () => {
    const { importChunks } = home.store
    await importChunks.add(4, 0, Uint8Array.of(0, 255, 128, 7, 9))
    const read = async (n: number, from: number, count: number) => {
      const bytes = await importChunks.get(4, n, from, count)
      return bytes && [...bytes]
    }
    expect(await read(0, 1, 3)).toEqual([255, 128, 7])
    expect(await read(0, 3, 100)).toEqual([7, 9])
    expect(await read(0, 5, 100)).toEqual([])
    expect(await read(1, 0, 100)).toBe(null)
  })
})
