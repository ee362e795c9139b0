import { readWritten } from '../../../core/addresses/written-address.ts'
import { refused, type Refused } from '../../../core/said/said.ts'
import type { DecodedList } from '../../../sources/text/list-charset.ts'
import { delimiterLine, delimiterOf, delimiters } from './delimiter.ts'
import { splitFields } from './fields.ts'
import { addressColumn, namesAt, readHeader } from './header.ts'
import { LineSplitter, type Line } from './lines.ts'
import { RecordReader, type ListRecord } from './records.ts'
import { textRecords, type RecordBatch } from './text-records.ts'

export interface OpenedText {
  ok: true
  delimiter: string
  /** Its first rows. */
  sample: ListRecord[]
  records(): AsyncIterable<RecordBatch>
}

/** Lines from which the format of a list is detected. */
const sampleLines = 50
/** The same limit in characters. */
const sampleCharacters = 500_000

/** Detects the format of a text list from its first lines. */
export async function openText(list: DecodedList, size: number): Promise<OpenedText | Refused> {
  const [begin, ...others] = await firstLines(list)
  const named = begin ? delimiterLine(begin.text) : null
  const lines = begin && named === null ? [begin, ...others] : others
  const [start, ...rest] = fromNames(lines, named)
  if (!start) return refused('list-empty')
  const delimiter = named ?? delimiterOf([start, ...rest].map(({ text }) => text))
  const sample = recordsIn([start, ...rest], delimiter, () => false)
  const first = sample[0] ?? null
  const header = first && readHeader(first)
  const at = header?.ok
    ? addressColumn(
        header.header,
        sample.map(({ fields }) => fields),
      )
    : -1
  const isRow = (fields: string[]) => at >= 0 && readWritten(fields[at] ?? '').ok
  return {
    ok: true,
    delimiter,
    // Now that the columns are known, a quote that is never closed no longer swallows the following rows.
    sample: recordsIn([start, ...rest], delimiter, isRow),
    records: () => textRecords(list, size, { delimiter, isRow }, start.number),
  }
}

/** The lines from the column names on, if they were found; otherwise all. */
function fromNames(lines: readonly Line[], delimiter: string | null): readonly Line[] {
  const found = (delimiter === null ? delimiters : [delimiter]).map((one) =>
    namesAt(lines.map(({ text }) => splitFields(text, one).fields)),
  )
  const at = found.filter((each) => each >= 0)
  return at.length > 0 ? lines.slice(Math.min(...at)) : lines
}

function recordsIn(
  lines: readonly Line[],
  delimiter: string,
  isRow: (fields: string[]) => boolean,
): ListRecord[] {
  const reader = new RecordReader({ delimiter, isRow })
  return [...reader.push(lines), ...reader.end()]
}

/** The first non-blank lines, without a byte order mark; blank lines between them are kept. */
async function firstLines({ texts }: DecodedList): Promise<Line[]> {
  const splitter = new LineSplitter()
  const lines: Line[] = []
  let read = 0
  for await (const { text } of texts()) {
    lines.push(...splitter.push(read === 0 ? text.replace(/^\ufeff+/, '') : text))
    read += text.length
    if (lines.length >= sampleLines || read > sampleCharacters) break
  }
  if (lines.length < sampleLines) lines.push(...splitter.end())
  const start = lines.findIndex(({ text }) => text.trim() !== '')
  return start < 0 ? [] : lines.slice(start, start + sampleLines)
}
