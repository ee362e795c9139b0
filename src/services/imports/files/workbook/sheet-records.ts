import { AppError } from '../../../../core/errors.ts'
import { said } from '../../../../core/said/said.ts'
import type { ListRecord } from '../records.ts'
import type { RecordBatch } from '../text-records.ts'
import { dateText, numberText, unescaped } from './cell-text.ts'
import type { CellTexts } from './shared-strings.ts'
import { readXml, type XmlReader } from './xml.ts'
import type { PackedPiece } from './zip.ts'

/** What cells refer to. */
export interface CellContext {
  strings: CellTexts
  dateStyles: ReadonlySet<number>
  from1904: boolean
}

/** Columns kept of a row; one more stands for all the rest. */
const mostColumns = 500
const mostCells = 50_000_000
/** The longest text of a cell (Excel's specifications); a longer one is truncated, and its row is rejected as too long. */
const mostCharacters = 32_767
/** Characters kept of a longer row, because many cells may share a short text; the row is rejected as too long. */
const mostOfRow = 20_000

/** The rows of a sheet, without blank ones; `line` is the row number that the sheet shows. */
export async function* sheetRecords(
  pieces: AsyncIterable<PackedPiece>,
  context: CellContext,
): AsyncGenerator<RecordBatch> {
  const reader = new SheetReader(context)
  for await (const share of readXml(pieces, reader)) {
    if (reader.records.length < 200) continue
    yield { records: await filled(reader, context.strings), share }
  }
  if (reader.records.length > 0) yield { records: await filled(reader, context.strings), share: 1 }
}

/** The rows since the last call, with their shared texts and without blank ones. */
async function filled(reader: SheetReader, strings: CellTexts): Promise<ListRecord[]> {
  const { records, shared } = reader
  reader.records = []
  reader.shared = []
  await strings.read(shared.map(({ index }) => index))
  let row: string[] | null = null
  let left = 0
  for (const { fields, column, index } of shared) {
    if (fields !== row) left = mostOfRow
    row = fields
    const text = left > 0 ? strings.at(index) : ''
    fields[column] = text
    left -= text.length
  }
  return records.filter(({ fields }) => fields.some((field) => field.trim() !== ''))
}

/** A field whose text is shared. */
interface SharedField {
  fields: string[]
  column: number
  index: number
}

class SheetReader implements XmlReader {
  records: ListRecord[] = []
  shared: SharedField[] = []
  readonly #context: CellContext
  #line = 0
  #cells = 0
  #fields: string[] = []
  #column = -1
  #left = mostOfRow
  #kind = ''
  #style = 0
  #text = ''
  #isText = false
  #phonetic = 0

  constructor(context: CellContext) {
    this.#context = context
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'c') this.#openCell(attributes)
    else if (name === 'v') this.#isText = true
    else if (name === 't') this.#isText = this.#phonetic === 0
    else if (name === 'rPh') this.#phonetic += 1
    else if (name === 'row') {
      const line = Number(attributes['r'])
      this.#line = line > this.#line && line <= 10_000_000 ? line : this.#line + 1
      this.#fields = []
      this.#column = -1
      this.#left = mostOfRow
    }
  }

  text(part: string): void {
    if (this.#isText && this.#text.length < mostCharacters) this.#text += part
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#isText = false
    else if (name === 'c') this.#closeCell()
    else if (name === 'rPh') this.#phonetic -= 1
    else if (name === 'row' && this.#fields.length > 0)
      this.records.push({ line: this.#line, raw: '', fields: this.#fields, fault: null })
  }

  #openCell({ r, t = 'n', s = '0' }: Readonly<Record<string, string>>): void {
    this.#cells += 1
    if (this.#cells > mostCells) throw new AppError('bad-input', said('workbook-cells', { most: mostCells }))
    this.#column = Math.min(r === undefined ? this.#column + 1 : columnOf(r), mostColumns)
    this.#kind = t
    this.#style = Number(s)
    this.#text = ''
  }

  #closeCell(): void {
    const isShared = this.#kind === 's' && this.#text !== ''
    const text = isShared || this.#left <= 0 ? '' : this.#value()
    if (text === '' && !isShared) return
    this.#left -= text.length
    const fields = this.#fields
    const column = this.#column
    while (fields.length < column) fields.push('')
    fields[column] = text
    if (isShared) this.shared.push({ fields, column, index: Number(this.#text) })
  }

  #value(): string {
    const { dateStyles, from1904 } = this.#context
    switch (this.#kind) {
      case 'b':
        return this.#text === '1' ? 'TRUE' : this.#text === '0' ? 'FALSE' : this.#text
      case 'n':
        return dateStyles.has(this.#style) ? dateText(this.#text, from1904) : numberText(this.#text)
      default:
        return unescaped(this.#text)
    }
  }
}

/** The column of `BC12`, from 0; some programs write `$BC$12`, or lower case. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference.toUpperCase()) {
    if (letter === '$' && column === 0) continue
    const at = letter.charCodeAt(0) - 64
    if (at < 1 || at > 26 || column > mostColumns) break
    column = column * 26 + at
  }
  return column - 1
}
