import type { ImportField, ListColumns } from '../../../core/entities/imports/import-field.ts'
import type { FileRow, ListedStatus, ListFacts } from '../../../core/entities/imports/list-facts.ts'
import { unreadableIn } from '../../../core/text/unreadable.ts'
import { clip, oneLine } from '../../../core/text/text.ts'
import { said, type Said } from '../../../core/said/said.ts'
import { labelsIn, tagsIn } from './read-labels.ts'
import { readDate } from './read-date.ts'
import { stricter, readStatus } from './read-status.ts'

/** A row by field; texts as written, empty if absent. */
export interface MappedRow {
  email: string
  name: string
  topics: string[]
  days: string[]
  hour: string
  timeZone: string
  digest: string
  /** Null if the list does not contain it. */
  status: ListedStatus | null
  leftOn: Temporal.Instant | null
  /** If no column has a reason, the word of the status, such as `cleaned`. */
  reason: string
  agreedOn: Temporal.Instant | null
  agreedIp: string
  agreedHow: string
  tags: string[]
  notes: string[]
  /** Fields that could not be read, such as a date, and are left out. */
  unread: ImportField[]
}

export type MappedReading =
  { ok: true; row: MappedRow } | { ok: false; column: number | null; field: ImportField | null; reason: Said }

/** How the rows of a list are read. */
export type ReadAs = Pick<ListFacts, 'service' | 'everyone'> & { columns: ListColumns }

/** Reads a row of a table as a person, or says what is wrong with it and in which column. */
export function readMapped(row: Omit<FileRow, 'raw'>, readAs: ReadAs): MappedReading {
  if (row.fault) return { ok: false, ...row.fault, field: readAs.columns[row.fault.column ?? -1] ?? null }
  const texts = new Map<ImportField, string>()
  for (const [column, field] of readAs.columns.entries()) {
    const text = row.fields[column] ?? ''
    if (field === null || text.trim() === '') continue
    const reason = formulaErrors.test(text.trim())
      ? said('row-formula-error', { error: text.trim() })
      : isFreeText(field)
        ? null
        : unreadableIn(text)
    if (reason) return { ok: false, column, field, reason }
    // If several columns have the same field, the last non-empty one wins.
    texts.set(field, text.trim())
  }
  const of = (field: ImportField) => texts.get(field) ?? ''
  const word = of('status')
  const status = word === '' ? leftWithout(of('left_on'), readAs.columns) : readStatus(word, readAs.service)
  if (word !== '' && status === null) return unknownStatus(word, readAs.columns.indexOf('status'))
  return { ok: true, row: mapped(of, stricter(readAs.everyone, status), word) }
}

/** Without a column for the status, a date of leaving means unsubscribed, even if it cannot be read; `0000-00-00` is no date. */
const leftWithout = (leftOn: string, columns: ListColumns): ListedStatus | null =>
  !columns.includes('status') && /[1-9]/.test(leftOn) ? 'unsubscribed' : null

function unknownStatus(word: string, column: number): MappedReading {
  const reason = said('row-status-unknown', { status: clip(oneLine(word), 60) })
  return { ok: false, column, field: 'status', reason }
}

function mapped(of: (field: ImportField) => string, status: ListedStatus | null, word: string): MappedRow {
  const unread: ImportField[] = []
  const date = (field: ImportField) => {
    const read = of(field) === '' ? null : readDate(of(field))
    if (of(field) !== '' && !read) unread.push(field)
    return read
  }
  const data = of('data') === '' ? null : labelsIn(of('data'))
  const isOut = status === 'unsubscribed' || status === 'suppressed'
  return {
    email: of('email'),
    name: of('name') || wholeName(of('first_name'), of('last_name')),
    topics: parts(of('topics')),
    days: parts(of('days')),
    hour: of('hour'),
    timeZone: of('time_zone'),
    digest: of('digest'),
    status,
    leftOn: date('left_on'),
    reason: oneLine(of('reason')) || (isOut && !isYesOrNo(word) ? oneLine(word) : ''),
    agreedOn: date('agreed_on'),
    agreedIp: of('agreed_ip'),
    agreedHow: oneLine(of('agreed_how')),
    tags: [...tagsIn(of('tags')), ...(data?.tags ?? [])],
    notes: [of('note'), ...(data?.notes ?? [])].filter(Boolean),
    unread,
  }
}

/** What spreadsheets show for a formula that failed, in English and German. */
const formulaErrors =
  /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|NV|WERT!|BEZUG!|ZAHL!|ÜBERLAUF!)$/

/** Free text may have several lines. */
const isFreeText = (field: ImportField): boolean =>
  field === 'reason' || field === 'agreed_how' || field === 'note' || field === 'data'

const isYesOrNo = (word: string): boolean => /^(?:[01]|true|false|yes|no|ja|nein|כן|לא)$/i.test(word)

const parts = (text: string): string[] => (text === '' ? [] : text.split(/[;|,]/))

/** In Chinese, Japanese and Korean the family comes first. */
function wholeName(first: string, last: string): string {
  const isFamilyFirst = [first, last].every((name) =>
    /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}ー]+$/u.test(name),
  )
  return (isFamilyFirst ? [last, first] : [first, last]).filter(Boolean).join(' ')
}
