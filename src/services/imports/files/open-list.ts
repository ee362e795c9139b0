import type { ListFacts, ListSource, OpenedList, FileRow } from '../../../core/entities/imports/list-facts.ts'
import { said, saidOf, type Refused } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { otherKindOf } from '../../subscribers/list-file/other-kinds.ts'
import { readList, type ListFile, type ListRow } from '../../subscribers/list-file/read-list.ts'

/** Rows handed over at once. */
const atOnce = 500

/** Opens the file of a list, whatever its kind; refused where it is none, or its columns cannot be found. */
export async function openList(
  { decodeList }: Pick<Context, 'decodeList'>,
  source: ListSource,
): Promise<{ ok: true; list: OpenedList } | Refused> {
  const pieces: Uint8Array[] = []
  for await (const piece of source.chunks()) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  const other = otherKindOf(bytes)
  if (other) return { ok: false, ...said('list-other-kind', { kind: other.is, advice: other.advice }) }
  const { text, name, from } = decodeList(bytes)
  const reading = readList(text)
  if (!reading.ok) return { ok: false, ...saidOf(reading.reason) }
  const { list } = reading
  const facts: ListFacts = {
    kind: 'csv',
    encoding: { name, isGuess: from === 'detected' || from === 'guess', hasMark: from === 'bom' },
    delimiter: list.delimiter,
    header: list.columns.map((column) => column ?? ''),
  }
  return { ok: true, list: { facts, batches: () => batchesOf(list, source.bytes) } }
}

async function* batchesOf(list: ListFile, bytes: number): ReturnType<OpenedList['batches']> {
  let rows: FileRow[] = []
  const bytesRead = (line: number): number => Math.round((bytes * line) / Math.max(1, list.lines))
  for (const row of list.rows) {
    rows.push(fileRow(row, list))
    if (rows.length < atOnce) continue
    yield { rows, bytesRead: bytesRead(row.line) }
    rows = []
  }
  yield { rows, bytesRead: bytes }
}

function fileRow({ line, raw, fields, fault }: ListRow, { columns }: ListFile): FileRow {
  const at = fault ? columns.findIndex((column) => column === fault.column) : -1
  return { line, raw, fields, fault: fault && { column: at < 0 ? null : at, reason: fault.reason } }
}
