import type { Actor } from '../../../core/entities/actor.ts'
import type { Import } from '../../../core/entities/imports/import.ts'
import type { ImportField } from '../../../core/entities/imports/import-field.ts'
import type { ImportRow } from '../../../core/entities/imports/import-row.ts'
import { requirePermission } from '../../../core/permissions.ts'
import { said, type Said } from '../../../core/said/said.ts'
import type { Context } from '../../context.ts'
import { requireImport } from '../require-import.ts'
import { rejectsHeader, rejectsRow } from '../files/rejects-file.ts'

/** A row that changed nobody, and why. */
export interface LeftOver {
  outcome: NonNullable<ImportRow['outcome']>
  line: number
  /** Its name. */
  column: string
  reason: Said
  /** As in `FileRow`; for a row that was parsed, the parsed values. */
  fields: string[]
  raw: string | null
}

const pageSize = 500

/**
 * The rows of an import that changed nobody, in the order of the list: rejected ones, those of people who left or are suppressed, and
 * repeats.
 */
export async function* leftOverRows(
  { store }: Pick<Context, 'store'>,
  one: Import,
  actor: Actor,
): AsyncGenerator<LeftOver> {
  requirePermission(actor, 'view-readers', one.digestId)
  requireImport(actor, 'view-readers', one)
  for (let last = { line: 0, n: 0 }; ;) {
    const rows = await store.importRows.leftOver(one.id, last, pageSize)
    for (const row of rows) yield leftOverOf(row, one)
    if (rows.length < pageSize) return
    last = rows.at(-1) ?? last
  }
}

/** The rows that were not imported, except repeats, as a list to be corrected and imported: pieces of CSV. Empty if there are none. */
export async function* rejectsFile(
  context: Pick<Context, 'store'>,
  one: Import,
  actor: Actor,
): AsyncGenerator<string> {
  const list = { header: [], delimiter: null, ...one.facts, columns: one.columns ?? [] }
  let isBegun = false
  for await (const row of leftOverRows(context, one, actor)) {
    if (row.outcome === 'repeated') continue
    if (!isBegun) yield markFor(one) + rejectsHeader(list)
    isBegun = true
    yield rejectsRow(list, { row, column: row.column, reason: row.reason })
  }
}

/** Spreadsheets that use a local encoding read the file as UTF-8 only with this byte order mark. */
function markFor({ facts }: Import): string {
  const encoding = facts?.encoding
  return encoding?.name === 'utf-8' && !encoding.hasMark ? '' : '\ufeff'
}

function leftOverOf(row: ImportRow, one: Import): LeftOver {
  const { line, raw, outcome, email } = row
  const { column, reason } = row.fault ?? { column: 'email', reason: reasonOf(outcome, email ?? '', row.why) }
  return {
    outcome: outcome ?? 'rejected',
    line,
    column,
    reason,
    fields: row.fields ?? fieldsOf(row, one),
    raw,
  }
}

const reasonOf = (outcome: ImportRow['outcome'], address: string, why: string | null): Said =>
  outcome === 'suppressed'
    ? said('is-suppressed', { address, why: why ?? '' })
    : said('has-unsubscribed', { address })

/** A row as it can be written again: the parsed values in their columns. */
function fieldsOf(row: ImportRow, { columns }: Import): string[] {
  const texts: Partial<Record<ImportField, string | null>> = {
    email: row.email,
    name: row.name,
    topics: row.topics?.join(';') ?? null,
    hour: row.hour,
    time_zone: row.timeZone,
  }
  return (columns ?? []).map((field) => (field && texts[field]) ?? '')
}
