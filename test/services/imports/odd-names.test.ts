import { existsSync, readFileSync } from 'node:fs'
import { stringify } from 'csv-stringify/sync'
import { parse } from 'csv-parse/sync'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandActor } from '../../../src/core/entities/actor.ts'
import { allReaders } from '../../../src/core/entities/readers/reader-filter.ts'
import { neutralised, restored } from '../../../src/services/imports/files/formula.ts'
import { readName } from '../../../src/services/subscribers/read-name.ts'
import {
  exportReaders,
  type ExportFormat,
} from '../../../src/services/subscribers/exporting/export-readers.ts'
import { dialects } from '../../store/dialects.ts'
import { testNewsroom, type TestNewsroom } from '../newsroom.ts'
import { bringIn } from './bring-in.ts'
import { packed, textRows, workbook } from './files/packing.ts'

const own = [
  '=1+1',
  '\t=1+1',
  '+49 30 1234',
  '-2',
  '@SUM(A1)',
  "'=quoted",
  "''=quoted twice",
  "'",
  "O'Hara",
  '"all quoted"',
  'half " quoted',
  '"',
  'a,b;c|d',
  '，全角',
  '＝1',
  '  ＠x',
  'זהבה',
  '👩‍🚀 Ada',
  'null',
  '0012',
  '1e5',
  '<b>bold</b>',
  '\\N',
  '&amp;&#10;',
  '_x000D_',
  ']]>',
]
const more = process.env['DAYWIRE_TEST_STRINGS'] ?? ''
const all = [...own, ...(existsSync(more) ? (JSON.parse(readFileSync(more, 'utf8')) as string[]) : [])]
/** As names: those that no rule for names rejects, each as it is stored. */
const names = all.flatMap((text) => {
  const read = readName(text)
  return read.ok && read.name !== null ? [read.name] : []
})
const address = (at: number): string => `r${String(at).padStart(4, '0')}@x.example`
const expected = names.map((name, at) => `${address(at)} ${name}`)

describe.each(dialects)('odd strings as names, on $name', ({ open }) => {
  let room: TestNewsroom
  beforeEach(async () => {
    room = await testNewsroom(await open())
  })
  afterEach(() => room.close())

  const exported = async (format: ExportFormat): Promise<string> => {
    const asked = { digest: room.digest, filter: allReaders(room.digest.id), format }
    return (await Array.fromAsync(exportReaders(room.app.context, asked, commandActor))).join('')
  }
  async function kept(): Promise<string[]> {
    const lines = (await exported('jsonl')).trimEnd().split('\n')
    const rows = lines.map((line) => JSON.parse(line) as { email: string; name: string })
    return rows.map(({ email, name }) => `${email} ${name}`).toSorted()
  }

  test('are read back from a CSV list unchanged, and none of them is a formula', async () => {
    const rows = names.map((name, at) => [address(at), neutralised(name)])
    await bringIn(room.app.context, room.digest, stringify([['email', 'name'], ...rows]))
    expect(await kept()).toEqual(expected)
    const csv = await exported('csv')
    const back = parse(csv, { columns: true }) as { email: string; name: string }[]
    expect(back.map(({ email, name }) => `${email} ${restored(name)}`).toSorted()).toEqual(expected)
    expect(back.filter(({ name }) => /^\s*[=+\-@＝＋－＠]/.test(name))).toEqual([])
    const update = await bringIn(room.app.context, room.digest, csv, { mode: 'update' })
    expect(update.counts).toMatchObject({ rows: names.length, known: names.length, updated: 0, rejected: 0 })
  })

  test('are read back from a workbook unchanged', async () => {
    const rows = [['email', 'name'], ...names.map((name, at) => [address(at), name])]
    await bringIn(room.app.context, room.digest, packed(workbook({ People: textRows(rows) })))
    expect(await kept()).toEqual(expected)
  })
})
