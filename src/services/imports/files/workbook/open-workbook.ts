import type { ListSource } from '../../../../core/entities/imports/list-facts.ts'
import { refused, type Refused } from '../../../../core/said/said.ts'
import type { RecordBatch } from '../text-records.ts'
import { workbookParts } from './parts.ts'
import { PickedStrings, SharedStrings } from './shared-strings.ts'
import { sheetRecords } from './sheet-records.ts'
import { readDateStyles } from './styles.ts'
import { openPacked } from './zip.ts'

const megabyte = 1024 * 1024
/** Limits on unpacked bytes. A million rows of ten columns are about 500 MB, and their texts about 150 MB. */
const mostOf = { strings: 400 * megabyte, styles: 32 * megabyte, sheet: 1024 * megabyte }

export interface Workbook {
  ok: true
  /** Visible sheets only. */
  sheets: string[]
  sheet: string
  records(): AsyncIterable<RecordBatch>
}

/** The sheet to read, null for the first visible one; and whether only its first rows are read. */
export interface SheetChoice {
  sheet: string | null
  isLook: boolean
}

/** Opens one sheet of an XLSX workbook. Throws `bad-input` if it is broken. */
export async function openWorkbook(
  file: ListSource,
  { sheet: wanted, isLook }: SheetChoice,
): Promise<Workbook | Refused> {
  const packed = await openPacked(file)
  const { sheets, strings, styles, from1904 } = await workbookParts(packed)
  const shown = sheets.filter(({ isHidden }) => !isHidden)
  const names = shown.map(({ name }) => name)
  const sheet = wanted === null ? (shown[0] ?? sheets[0]) : sheets.find(({ name }) => name === wanted)
  if (!sheet) return refused('workbook-no-sheet', { sheet: wanted ?? '', sheets: names })
  const dateStyles = await readDateStyles(styles === null ? null : packed.read(styles, mostOf.styles))
  const texts = () => (strings === null ? null : packed.read(strings, mostOf.strings))
  // Shared between examining the first rows and reading all.
  const shared = isLook ? new PickedStrings(texts) : new SharedStrings(texts())
  return {
    ok: true,
    sheets: names,
    sheet: sheet.name,
    async *records() {
      const pieces = packed.read(sheet.part, mostOf.sheet)
      if (!pieces) return
      yield* sheetRecords(pieces, { strings: shared, dateStyles, from1904 })
    },
  }
}
