import type { DecodedList } from '../../../sources/text/list-charset.ts'
import { LineSplitter } from './lines.ts'
import { RecordReader, type ListRecord, type RecordRules } from './records.ts'

/** Some rows, and the share of the file that has been read, from 0 to 1. */
export interface RecordBatch {
  records: ListRecord[]
  share: number
}

/** The records of a text list, starting at the line `from`. */
export async function* textRecords(
  list: Pick<DecodedList, 'texts'>,
  size: number,
  rules: RecordRules,
  from: number,
): AsyncGenerator<RecordBatch> {
  const lines = new LineSplitter()
  const reader = new RecordReader(rules)
  let isFirst = true
  for await (const { text, read } of list.texts()) {
    const all = lines.push(isFirst ? text.replace(/^\ufeff+/, '') : text)
    isFirst &&= text === ''
    const records = reader.push(from > 1 ? all.filter(({ number }) => number >= from) : all)
    if (records.length > 0) yield { records, share: size === 0 ? 1 : read / size }
  }
  const rest = [...reader.push(lines.end().filter(({ number }) => number >= from)), ...reader.end()]
  if (rest.length > 0) yield { records: rest, share: 1 }
}
