import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, describe, test } from 'vitest'
import { sourceInMemory } from '../../../../src/core/list-source.ts'
import { lookAtList } from '../../../../src/services/imports/files/open-list.ts'
import { openPacked } from '../../../../src/services/imports/files/workbook/zip.ts'
import { decodeList } from '../../../../src/sources/text/list-charset.ts'
import { escaped, packed, textRows, workbook } from './packing.ts'
import { inPieces, opening } from './opening.ts'

const fieldsOf = async (...given: Parameters<typeof opening>) =>
  (await opening(...given)).rows.map(({ line, fields }) => [line, ...fields])

const header = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
const names = '<si><t>email</t></si><si><t>name</t></si>'

test('a workbook is read by its cells: shared, rich and inline texts, numbers, dates, gaps', async () => {
  const strings = `${names}<si><r><t>Ann </t></r><r><rPr/><t>Lee</t></r><rPh><t>x</t></rPh></si><si><t>a&amp;b_x000D_@x.example</t></si>`
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="[$-407]dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0.0 &quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs>'
  const row = (line: number, cells: string) => `<row r="${line}">${cells}</row>`
  const sheet =
    header +
    row(3, '<c r="A3" t="s"><v>3</v></c><c r="B3" t="s"><v>2</v></c>') +
    row(4, '<c r="B4" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>') +
    row(5, '<c r="A5"><v>45000</v></c><c r="B5" s="1"><v>45000</v></c>') +
    row(6, '<c r="A6" s="2"><v>45000.5</v></c><c r="B6" s="3"><v>2.5</v></c>') +
    row(7, '<c r="A7" t="b"><v>1</v></c><c r="B7" t="str"><f>A1&amp;"x"</f><v>of a formula</v></c>') +
    row(8, '<c r="A8"><v>4.9170000000000003E+17</v></c><c r="B8"><v>0.10000000000000001</v></c>') +
    row(9, '<c r="A9" s="4"><v>0.75</v></c><c r="B9" t="e"><v>#N/A</v></c>') +
    row(12, '<c r="A12"/><c r="B12" t="s"><v></v></c>')
  const file = packed(workbook({ Readers: sheet }, { strings, styles }))
  const { facts, rows } = await opening(file)
  expect(facts).toMatchObject({
    kind: 'xlsx',
    header: ['email', 'name'],
    sheet: 'Readers',
    firstLine: 1,
  })
  expect(rows.map(({ line, fields }) => [line, ...fields])).toEqual([
    [3, 'a&b\r@x.example', 'Ann Lee'],
    [4, '', 'inline'],
    [5, '45000', '2023-03-15'],
    [6, '2023-03-15T12:00:00', '2.5'],
    [7, 'TRUE', 'of a formula'],
    [8, '491700000000000000', '0.1'],
    [9, '18:00:00', '#N/A'],
  ])
})

test('a streamed file, with parts in any order, with prefixes and in pieces of one byte', async () => {
  const parts = workbook({ One: header + textRows([['a@x.example', 'Ann']]) }, { strings: names })
  const turned = Object.fromEntries(Object.entries(parts).reverse())
  const prefixed = Object.fromEntries(
    Object.entries(turned).map(([name, xml]) => [
      name,
      name.includes('sheet1') ? xml.replaceAll(/<(\/?)(?=\w)/g, '<$1x:') : xml,
    ]),
  )
  const rows = [[2, 'a@x.example', 'Ann']]
  expect(await fieldsOf(packed(turned, true))).toEqual(rows)
  expect(await fieldsOf(inPieces(packed(prefixed, true), 1))).toEqual(rows)
})

test('column names may be below a title, and cells referenced in other ways', async () => {
  const cell = (name: string, text: string) => `<c r="${name}" t="str"><v>${text}</v></c>`
  const rows = [
    cell('A1', 'Members of the club'),
    '',
    cell('$A$3', 'name') + cell('$B$3', 'email'),
    cell('a4', 'Ann') + cell('b4', 'a@x.example'),
    '<c r="A5"><v>1234567890123456789</v></c>' + cell('B5', 'b@x.example'),
  ]
  const sheet = rows.map((cells, at) => `<row r="${at + 1}">${cells}</row>`).join('')
  const { facts, rows: read } = await opening(packed(workbook({ One: sheet })))
  expect(facts).toMatchObject({ header: ['name', 'email'], firstLine: 3, guessed: ['name', 'email'] })
  expect(read.map(({ line, fields }) => [line, ...fields])).toEqual([
    [4, 'Ann', 'a@x.example'],
    [5, '1234567890123460000', 'b@x.example'],
  ])
})

describe('a preview of the first rows', () => {
  const look = async (file: Buffer) => {
    const looked = await lookAtList({ decodeList }, sourceInMemory('', file))
    if (!looked.ok) throw new Error(looked.code)
    return looked
  }

  test('finds their shared texts, wherever those are, and matches the later import', async () => {
    const others = Array.from({ length: 5000 }, (_, at) => `<si><t>text ${at}</t></si>`).join('')
    const strings = `<si><t>a@x.example</t></si>${others}${names}`
    const cell = (column: string, at: number) => `<c r="${column}" t="s"><v>${at}</v></c>`
    const rows = `<row>${cell('A1', 5001)}${cell('B1', 5002)}</row><row>${cell('A2', 0)}${cell('B2', 5000)}</row>`
    const file = packed(workbook({ One: rows }, { strings }))
    const whole = await opening(file)
    expect(whole.rows).toMatchObject([{ fields: ['a@x.example', 'text 4999'] }])
    expect(await look(file)).toMatchObject(whole)
  })

  test('gives up on endless blank rows', async () => {
    const row = '<row><c t="s"><v>0</v></c></row>'
    const file = packed(workbook({ One: row.repeat(9000) }, { strings: '<si><t> </t></si>' }))
    await expect(look(file)).rejects.toThrow('list-empty')
  })
})

describe('sheets', () => {
  const row = (name: string) => textRows([['email'], [`${name}@x.example`]])
  const sheets = { Secret: row('secret'), People: row('people'), Old: row('old') }
  const file = packed(workbook(sheets, { hidden: 'Secret' }))

  test('the first visible sheet is read, or the named one', async () => {
    expect(await fieldsOf(file)).toEqual([[2, 'people@x.example']])
    expect((await opening(file)).facts.sheets).toEqual(['People', 'Old'])
    expect(await fieldsOf(file, { sheet: 'Old' })).toEqual([[2, 'old@x.example']])
    await expect(opening(file, { sheet: 'New' })).rejects.toThrow('no sheet “New”; it has: People, Old')
  })

  test('dates may count from 1904', async () => {
    const dated = `${header}<row><c s="1"><v>1</v></c></row>`
    const styles = '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>'
    const properties = '<workbookPr date1904="1"/>'
    expect(await fieldsOf(packed(workbook({ One: dated }, { strings: names, styles, properties })))).toEqual([
      [2, '1904-01-02'],
    ])
  })
})

describe('a broken or oversized workbook is refused', () => {
  const whole = packed(workbook({ One: textRows([['email'], ['a@x.example']]) }))

  test.each([
    ['truncated', whole.subarray(0, -40), 'the workbook cannot be read'],
    ['nothing', packed({}), 'not a workbook (XLSX)'],
    ['not a workbook', packed({ 'content.xml': '<x/>' }), 'not a workbook (XLSX)'],
    [
      'an incomplete sheet',
      packed({ ...workbook({ One: '' }), 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c>' }),
      'was cut off',
    ],
    ['deeply nested', packed(workbook({ One: '<a>'.repeat(60) + '</a>'.repeat(60) })), 'damaged'],
    ['one endless tag', packed(workbook({ One: `<row x="${'x'.repeat(12_000_000)}"/>` })), 'damaged'],
  ])('%s', async (_, file, words) => {
    await expect(opening(file)).rejects.toThrow(words)
  })

  test('a part larger than allowed when decompressed, whatever size it states', async () => {
    const file = packed({ 'a.xml': Buffer.alloc(3_000_000) })
    const read = async () => {
      const { read } = await openPacked(sourceInMemory('', file))
      let size = 0
      for await (const { bytes } of read('a.xml', 2_097_152) ?? []) size += bytes.length
      return size
    }
    await expect(read()).rejects.toThrow('larger than 2 MB')
  })

  test('a part with altered bytes', async () => {
    const parts = workbook({ One: textRows([['email'], ['a@x.example']]) })
    const file = packed(parts)
    const at = file.indexOf('xl/worksheets/sheet1.xml') + 40
    file[at] = (file[at] ?? 0) ^ 0xff
    await expect(opening(file)).rejects.toThrow('the workbook cannot be read')
  })

  test.each(['%zz.xml', 'http://[/', '//:'])('a part of which %s says where it is', async (target) => {
    const parts = workbook({ One: textRows([['email'], ['a@x.example']]) })
    const name = 'xl/_rels/workbook.xml.rels'
    const odd = `<Relationship Id="odd" Type="theme" Target="${target}"/></Relationships>`
    const file = packed({ ...parts, [name]: (parts[name] ?? '').replace('</Relationships>', odd) })
    expect((await opening(file)).rows).toHaveLength(1)
  })

  test.each(['shared', 'own'])(
    'a row whose %s texts decompress to megabytes is truncated, and rejected',
    async (whose) => {
      const text = 'a'.repeat(whose === 'shared' ? 60_000_000 : 30_000)
      const cell = whose === 'shared' ? '<c t="s"><v>0</v></c>' : `<c t="str"><v>${text}</v></c>`
      const sheet = `${textRows([['email']])}<row>${cell.repeat(400)}</row>`
      const { rows } = await opening(packed(workbook({ One: sheet }, { strings: `<si><t>${text}</t></si>` })))
      expect(rows[0]?.fields.join('').length).toBeLessThan(100_000)
      expect(rows[0]?.fault?.reason.code).toBe('longer-than')
    },
  )

  test('columns beyond the limit reject their row', async () => {
    const far = '<row><c r="A2" t="str"><v>a@x.example</v></c><c r="XFD2" t="str"><v>far</v></c></row>'
    const { rows } = await opening(packed(workbook({ One: textRows([['email']]) + far })))
    expect(rows[0]?.fault?.reason).toMatchObject({ code: 'row-many-fields' })
    expect(rows[0]?.fields.length).toBeLessThan(1000)
  })
})

/** Optional test data beside the project; the test's own texts are always used. */
const naughty = join(import.meta.dirname, '../../../../../shared/corpora/strings/blns.json')

test('odd texts are read back unchanged', async () => {
  const odd = [
    '=1+1',
    "'=1",
    '_x000D_',
    '_x005F_x000D_',
    '<b>&amp;',
    ' two  blanks ',
    '‮right',
    '🏳️‍🌈',
    'a\u0000b',
    '\u0007',
  ]
  const corpus: string[] = existsSync(naughty) ? JSON.parse(readFileSync(naughty, 'utf8')) : []
  const all = [...odd, ...corpus.filter((text) => text.isWellFormed())]
  const rows = all.map((text, at) => [`r${at}@x.example`, text])
  expect(escaped('_x000D_\r')).toBe('_x005F_x000D__x000d_')
  const read = await opening(packed(workbook({ One: textRows([['email', 'name'], ...rows]) })))
  expect(read.rows.map(({ fields }) => fields[1] ?? '')).toEqual(all)
})
