import { CsvError, parse, type Info } from 'csv-parse/sync'
import { AppError, reasonOf } from '../../core/errors.ts'
import type { Digest } from '../../core/newsroom.ts'
import type { Actor } from '../../core/ports.ts'
import { admitSubscriber, checkSubscriber, type Checked } from './add-subscriber.ts'
import type { House } from '../house.ts'
import { suppressionKey } from './suppression-key.ts'

export interface Rejected {
  line: number
  column: string
  reason: string
  /** The row as the file has it. */
  raw: string
}

export interface Imported {
  rows: number
  added: number
  known: number
  rejected: Rejected[]
  /** False where bad rows kept everything out, and on a dry run. */
  written: boolean
}

const listColumns = ['email', 'name', 'topics', 'days', 'hour', 'time_zone', 'digest'] as const

/** A row of the file: its fields by column, where it stood, and how it was written. */
interface ListRow {
  fields: Partial<Record<string, string>>
  line: number
  raw: string
}

/**
 * Imports a list in one transaction. Bad rows are named by line, column and reason; with any, nothing
 * is imported, unless `acceptRejects` lets the good ones in. Throws `bad-input` for a file that is no list.
 */
export async function importSubscribers(
  house: Pick<House, 'store' | 'clock' | 'progress'>,
  text: string,
  options: { digests: Digest[]; digest: Digest; acceptRejects: boolean; dryRun: boolean },
  actor: Actor,
): Promise<Imported> {
  const rows = readList(text)
  const key = await suppressionKey(house)
  const good: { row: ListRow; digest: Digest; person: Extract<Checked, { ok: true }> }[] = []
  const rejected: Rejected[] = []
  for (const row of rows) {
    const reject = (column: string, reason: string) =>
      rejected.push({ line: row.line, column, reason, raw: row.raw })
    const wanted = row.fields['digest']?.trim()
    const digest = wanted ? options.digests.find((d) => d.key === wanted) : options.digest
    if (!digest) {
      reject('digest', `no digest “${wanted ?? ''}”; known: ${options.digests.map((d) => d.key).join(', ')}`)
      continue
    }
    const person = checkSubscriber(writtenIn(row), digest, key)
    if (person.ok) good.push({ row, digest, person })
    else reject(person.field, person.reason)
  }
  const summary = { rows: rows.length, rejected, added: 0, known: 0, written: false }
  if (rejected.length > 0 && !options.acceptRejects) return summary
  return house.store.transaction(async (tx) => {
    const at = house.clock.now()
    for (const [index, { row, digest, person }] of good.entries()) {
      const known = options.dryRun
        ? await wouldRefuse(tx, person)
        : await admitSubscriber(tx, digest, person, at)
      if (known.outcome === 'refused')
        rejected.push({
          line: row.line,
          column: 'email',
          reason: `${person.email} ${known.reason}`,
          raw: row.raw,
        })
      else summary[known.outcome === 'added' ? 'added' : 'known'] += 1
      if (index % 1000 === 999) house.progress.step('import', index + 1, good.length)
    }
    if (options.dryRun) return summary
    await tx.audit.append({
      at,
      actor,
      action: 'import',
      subject: 'subscribers',
      detail: { rows: good.length },
    })
    return { ...summary, written: true }
  })
}

async function wouldRefuse(
  tx: Parameters<typeof admitSubscriber>[0],
  person: Extract<Checked, { ok: true }>,
): Promise<{ outcome: 'added' | 'known' } | { outcome: 'refused'; reason: string }> {
  const suppressed = await tx.suppressions.of(person.hash)
  if (suppressed) return { outcome: 'refused', reason: `is suppressed: ${suppressed.reason}` }
  return { outcome: (await tx.subscribers.byHash(person.hash)).length > 0 ? 'known' : 'added' }
}

const split = (field: string | undefined) => (field ?? '').split(/[;|]/)

function writtenIn({ fields }: ListRow) {
  return {
    email: fields['email'] ?? '',
    name: fields['name'] ?? '',
    topics: split(fields['topics']),
    days: split(fields['days']),
    hour: fields['hour'] ?? '',
    timeZone: fields['time_zone'] ?? '',
  }
}

/** The sign between columns, by the first line. */
export function delimiterOf(text: string): string {
  return [',', '\t', ';'].find((sign) => text.split(/\r?\n/, 1)[0]?.includes(sign)) ?? ','
}

function readList(text: string): ListRow[] {
  let read: { record: string[]; info: Info; raw: string }[]
  try {
    read = parse(text, {
      bom: true,
      info: true,
      raw: true,
      relax_column_count: true,
      skip_empty_lines: true,
      delimiter: delimiterOf(text),
    }) as unknown as typeof read
  } catch (cause) {
    const where = cause instanceof CsvError && 'lines' in cause ? ` at line ${String(cause.lines)}` : ''
    throw new AppError('bad-input', `the file is not a list in CSV${where}: ${reasonOf(cause)}`, { cause })
  }
  const header = (read.shift()?.record ?? []).map((name) => name.trim().toLowerCase())
  // A file of rejects, mended, comes back with its column of reasons.
  const known: readonly string[] = [...listColumns, 'reason']
  const strange = header.filter((name) => !known.includes(name))
  if (!header.includes('email') || strange.length > 0)
    throw new AppError(
      'bad-input',
      `line 1 must name the columns, email among them; ${strange.length > 0 ? `unknown: ${strange.join(', ')}` : 'there is no email'}; a list may have ${listColumns.join(', ')}`,
    )
  return read.map(({ record, info, raw }) => ({
    fields: Object.fromEntries(header.map((name, i) => [name, record[i] ?? ''])),
    line: info.lines,
    raw: raw.replace(/\r?\n$/, ''),
  }))
}
