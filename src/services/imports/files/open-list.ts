import type {
  FileBatch,
  FileRow,
  ListFacts,
  ListSource,
  OpenedList,
} from '../../../core/entities/imports/list-facts.ts'
import { headOf } from '../../../core/list-source.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { guessColumns } from '../columns/guess-columns.ts'
import { restored } from './formula.ts'
import { addressColumn, namesAt, readHeader } from './header.ts'
import { isWorkbook, otherKindOf } from './other-kinds.ts'
import type { ListRecord } from './records.ts'
import { rowFault } from './row-fault.ts'
import { openText } from './open-text.ts'
import type { RecordBatch } from './text-records.ts'
import { openWorkbook, type SheetChoice } from './workbook/open-workbook.ts'

export type ListOpening = { ok: true; list: OpenedList } | Refused

/** The properties of a list, and its first rows. */
export type ListLook = { ok: true; facts: ListFacts; rows: FileRow[] } | Refused

/**
 * Opens a list of people: text with any delimiter in any encoding that `decodeList` reads, or a sheet of an XLSX workbook. Both are
 * streamed. `looked`: what `lookAtList` found. Refuses what is not a list; throws `bad-input` for a broken workbook.
 */
export async function openList(
  context: Pick<Context, 'decodeList'>,
  source: ListSource,
  looked: Pick<ListFacts, 'sheet' | 'encoding'> | null = null,
): Promise<ListOpening> {
  const isUtf8Known = looked?.encoding?.name === 'utf-8' && !looked.encoding.isGuess
  const opened = await open(context, source, { sheet: looked?.sheet ?? null, isLook: false }, isUtf8Known)
  if (!opened.ok) return opened
  const { facts, records } = opened
  return { ok: true, list: { facts, batches: () => batchesOf(records(), facts, source.bytes) } }
}

/** Examines the columns and first rows of a list, with little memory: of a workbook's texts, only those of these rows are kept. */
export async function lookAtList(
  context: Pick<Context, 'decodeList'>,
  source: ListSource,
  sheet: string | null = null,
): Promise<ListLook> {
  const opened = await open(context, source, { sheet, isLook: true })
  if (!opened.ok) return opened
  const { facts, sample } = opened
  return { ok: true, facts, rows: rowsBelow(sample, facts) }
}

interface Opened {
  ok: true
  facts: ListFacts
  sample: ListRecord[]
  records: () => AsyncIterable<RecordBatch>
}

async function open(
  { decodeList }: Pick<Context, 'decodeList'>,
  source: ListSource,
  choice: SheetChoice,
  isUtf8Known = false,
): Promise<Opened | Refused> {
  const head = await headOf(source, 512)
  const other = otherKindOf(head)
  if (other) return refused('list-other-kind', { kind: other.is, advice: other.advice })
  if (isWorkbook(head)) return openSheet(source, choice)
  const decoded = await decodeList(source, isUtf8Known)
  const opened = await openText(decoded, source.bytes)
  if (!opened.ok) return opened
  const { name, from } = decoded
  const encoding = { name, isGuess: from === 'detected' || from === 'guess', hasMark: from === 'bom' }
  const { delimiter, sample, records } = opened
  return withFacts(source, { kind: 'csv', encoding, delimiter, sheets: [], sheet: null }, sample, records)
}

async function openSheet(source: ListSource, choice: SheetChoice): Promise<Opened | Refused> {
  const workbook = await openWorkbook(source, choice)
  if (!workbook.ok) return workbook
  const { sheets, sheet, records } = workbook
  const sample = await firstOf(records())
  return withFacts(source, { kind: 'xlsx', encoding: null, delimiter: null, sheets, sheet }, sample, records)
}

/** Batches that contain only blank rows, after which reading stops: the texts of a workbook may be read again for each. */
const mostBlank = 5

async function firstOf(batches: AsyncIterable<RecordBatch>): Promise<ListRecord[]> {
  let blank = 0
  for await (const { records } of batches) {
    if (records.length > 0) return records.slice(0, 50)
    blank += 1
    if (blank >= mostBlank) break
  }
  return []
}

function withFacts(
  { name }: ListSource,
  kind: Pick<ListFacts, 'kind' | 'encoding' | 'delimiter' | 'sheets' | 'sheet'>,
  rows: ListRecord[],
  records: () => AsyncIterable<RecordBatch>,
): Opened | Refused {
  const sample = rows.slice(Math.max(0, namesAt(rows.map(({ fields }) => fields))))
  const [first] = sample
  if (!first) return refused('list-empty')
  const read = readHeader(first)
  if (!read.ok) return read
  const { header, hasNames } = read
  const below = sample.slice(hasNames ? 1 : 0).map(({ fields }) => fields)
  const guess = guessColumns(header, name, addressColumn(header, below))
  const facts: ListFacts = { ...kind, header, hasNames, firstLine: first.line, ...guess }
  return { ok: true, facts, sample, records }
}

async function* batchesOf(
  batches: AsyncIterable<RecordBatch>,
  facts: ListFacts,
  bytes: number,
): AsyncGenerator<FileBatch> {
  for await (const { records, share } of batches)
    yield { rows: rowsBelow(records, facts), bytesRead: Math.round(bytes * share) }
}

/** The rows below the column names. */
function rowsBelow(records: readonly ListRecord[], facts: ListFacts): FileRow[] {
  const below = facts.hasNames ? facts.firstLine : facts.firstLine - 1
  const rows: FileRow[] = []
  for (const record of records) if (record.line > below) rows.push(rowOf(record, facts))
  return rows
}

function rowOf(record: ListRecord, { kind, header, hasNames }: ListFacts): FileRow {
  const { line, raw } = record
  const isText = kind === 'csv'
  const fault = rowFault(record, header, hasNames && isText)
  // Undo what our own export escaped for spreadsheets; a workbook's cells need no escaping.
  const fields = isText ? record.fields.map(restored) : record.fields
  return { line, fields, raw: fault && fields.length === 0 ? raw : null, fault }
}
