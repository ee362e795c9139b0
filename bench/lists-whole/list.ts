import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { parse } from 'csv-parse'

/** A generated list: three of each thousand rows are broken, each in a different column. */
export interface GeneratedList {
  rows: number
  /** The numbers of the broken rows, in order. */
  broken: readonly number[]
}

export const generatedList = (rows: number): GeneratedList => ({
  rows,
  broken: Array.from({ length: rows }, (_, k) => k).filter(isBroken),
})

export const isBroken = (k: number): boolean => k % 1000 < 3
const faults = ['email', 'topics', 'days'] as const
const faultOf = (k: number): string => faults[k % 1000] ?? ''

export const hosts = 500
export const email = (k: number): string => `reader${k}@mail${k % hosts}.example.org`
const topics = (k: number): string => (k % 3 === 0 ? '' : 'missiles;nuclear')
const days = (k: number): string => (k % 5 === 0 ? 'mon;fri' : '')

const columns = ['email', 'name', 'topics', 'days']

function fieldsOf(k: number): string[] {
  const fault = isBroken(k) ? faultOf(k) : null
  return [
    fault === 'email' ? `nobody ${k}` : email(k),
    `Reader ${k}`,
    fault === 'topics' ? 'no such topic' : topics(k),
    fault === 'days' ? 'someday' : days(k),
  ]
}

export async function writeList({ rows }: GeneratedList, file: string): Promise<void> {
  const stream = createWriteStream(file)
  stream.write(`${columns.join()}\n`)
  for (let k = 0; k < rows; k += 1) if (!stream.write(`${fieldsOf(k).join()}\n`)) await once(stream, 'drain')
  stream.end()
  await once(stream, 'close')
}

type Row = Record<string, string>

const readCsv = (file: string): AsyncIterable<Row> =>
  createReadStream(file).pipe(parse({ columns: true, bom: true }))

/** Whether a file of rejected rows contains exactly the broken ones, in the order of the list, each complete, with its line and column. */
export async function areTheBroken({ broken }: GeneratedList, file: string): Promise<boolean> {
  let at = 0
  for await (const row of readCsv(file)) {
    const k = broken[at] ?? -1
    const own = columns.map((name) => row[name] ?? '')
    const isIt = row['line'] === String(k + 2) && row['column'] === faultOf(k) && row['reason'] !== ''
    if (!isIt || own.join() !== fieldsOf(k).join()) return false
    at += 1
  }
  return at === broken.length
}

/** How many readers of an exported file are equal to the list, and which are not; missing ones are in neither. */
export async function compared(
  { rows }: GeneratedList,
  file: string,
): Promise<{ same: number; others: Row[] }> {
  const seen = new Uint8Array(rows)
  const others: Row[] = []
  let same = 0
  for await (const row of readCsv(file)) {
    const k = Number(/^reader(\d+)@/.exec(row['email'] ?? '')?.[1] ?? -1)
    const isSame =
      !isBroken(k) &&
      seen[k] === 0 &&
      row['email'] === email(k) &&
      row['name'] === `Reader ${k}` &&
      (row['topics'] ?? '').split(';').toSorted().join(';') === topics(k) &&
      row['days'] === days(k)
    if (isSame) same += 1
    else others.push(row)
    seen[k] = 1
  }
  return { same, others }
}
