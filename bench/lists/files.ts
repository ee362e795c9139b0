import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { packed, workbook } from '../../test/services/imports/files/packing.ts'

const header = ['email', 'name', 'topics', 'days', 'hour', 'time_zone']

/** One row of a list; addresses are in no order. */
function fieldsOf(n: number, rows: number, who = 'reader'): string[] {
  const k = (n * 7919) % rows
  const email = `${who}${k}.${(k * 31) % 997}@mail${k % 500}.example.org`
  return [
    email,
    `Reader ${k} Name`,
    k % 3 === 0 ? '' : 'nuclear;missiles',
    k % 5 === 0 && who === 'reader' ? 'mon;fri' : '',
  ]
}

/** Writes a list as CSV; `who`: the prefix of addresses. */
export async function writeCsv(file: string, rows: number, who = 'reader'): Promise<void> {
  const stream = createWriteStream(file)
  stream.write(`${header.join(',')}\n`)
  for (let n = 0; n < rows; n += 1)
    if (!stream.write(`${fieldsOf(n, rows, who).join(',')},,\n`)) await once(stream, 'drain')
  stream.end()
  await once(stream, 'close')
}

/** Writes the same list as a workbook, whose cells share their texts as in Excel. */
export async function writeWorkbook(file: string, rows: number): Promise<void> {
  const texts = new Map<string, number>()
  const cell = (text: string, column: number, line: number): string =>
    text === ''
      ? ''
      : `<c r="${'ABCDEF'[column]}${line}" t="s"><v>${texts.getOrInsert(text, texts.size)}</v></c>`
  const row = (fields: string[], line: number): string =>
    `<row r="${line}">${fields.map((text, column) => cell(text, column, line)).join('')}</row>`
  const lines = [row(header, 1)]
  for (let n = 0; n < rows; n += 1) lines.push(row(fieldsOf(n, rows), n + 2))
  const strings = Array.from(texts.keys(), (text) => `<si><t>${text}</t></si>`).join('')
  await writeFile(file, packed(workbook({ Readers: lines.join('') }, { strings })))
}
