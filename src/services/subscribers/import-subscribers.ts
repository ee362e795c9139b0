import { AppError } from '../../core/errors.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import type { Actor } from '../../core/entities/actor.ts'
import { clip, oneLine } from '../../core/text/text.ts'
import { requirePermission } from '../../core/permissions.ts'
import { admitSubscriber, checkSubscriber, type Checked } from './add-subscriber.ts'
import type { Repositories } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { keptIf } from '../kept-if.ts'
import { FirstMentions } from './first-mentions.ts'
import { otherKindOf } from './list-file/other-kinds.ts'
import { readList, type ListFile, type ListRow } from './list-file/read-list.ts'
import { rejectsFile, type Rejected } from './list-file/rejects-file.ts'
import { suppressionKey } from './suppression-key.ts'
import { refused, said, saidOf, type Refused } from '../../core/said/said.ts'

export interface Imported {
  rows: number
  added: number
  /** Of people who were there before, or stand in the list more than once; they stay as they are. */
  known: number
  /** Those rows of `known` that repeat an earlier one of the list, each by its line. */
  repeated: { line: number; of: number }[]
  rejected: Rejected[]
  /** False where bad rows kept everything out, and on a dry run. */
  written: boolean
  /** What the list was read as, a name of the WHATWG Encoding Standard; `isGuess` where it does not say so itself. */
  encoding: { name: string; isGuess: boolean; hasMark: boolean }
}

export interface ImportOptions {
  digests: Digest[]
  /** Of the rows that name none. */
  digest: Digest
  /** Takes the file of rejected rows, before the rest is committed; null where any such row keeps everything out. */
  takeRejects: ((file: string) => Promise<void>) | null
  dryRun: boolean
}

/**
 * Imports a list in one transaction; a dry run is the same, rolled back. Bad rows are named by line, column and
 * reason; with any, nothing is imported, unless `takeRejects` lets the good ones in. Throws `bad-input` for a file
 * that is no list.
 */
export async function importSubscribers(
  context: Pick<Context, 'store' | 'clock' | 'progress' | 'decodeList'>,
  bytes: Buffer,
  options: ImportOptions,
  actor: Actor,
): Promise<Imported> {
  for (const { id } of options.digests) requirePermission(actor, 'change-subscribers', id)
  const { list, encoding } = openList(context, bytes)
  const key = await suppressionKey(context)
  const at = context.clock.now()
  return keptIf(
    context.store,
    ({ written }: Imported) => written,
    async (tx) => {
      const imported = { rows: 0, added: 0, known: 0, repeated: [], rejected: [], written: false, encoding }
      const run: Run = { tx, at, key, options, mentions: new FirstMentions(), imported }
      for (const row of list.rows) {
        run.imported.rows += 1
        const fault = await importRow(run, row)
        if (fault) run.imported.rejected.push({ row, ...fault })
        if (run.imported.rows % 1000 === 0) context.progress.step('import', row.line, list.lines)
      }
      if (run.imported.rows >= 1000) context.progress.step('import', list.lines, list.lines)
      await finish(run, list, actor)
      return run.imported
    },
  )
}

interface Run {
  tx: Repositories
  at: Temporal.Instant
  key: Buffer
  options: ImportOptions
  mentions: FirstMentions
  /** So far. */
  imported: Imported
}

type Fault = Pick<Rejected, 'column' | 'reason'>

/** Imports a row, or says why it is rejected. */
async function importRow(
  { tx, at, key, options, mentions, imported }: Run,
  row: ListRow,
): Promise<Fault | null> {
  if (row.fault) return row.fault
  const read = readRow(row, options, key)
  if (!read.ok) return { column: read.field, reason: saidOf(read) }
  const { digest, person } = read
  const before = mentions.before(digest, person)
  if (before?.differs)
    return {
      column: 'email',
      reason: said('row-repeated', { address: person.email, line: before.line }),
    }
  const admitted = await admitSubscriber(tx, digest, person, at)
  if (admitted.outcome === 'refused') return { column: 'email', reason: admitted.says }
  imported[admitted.outcome === 'added' ? 'added' : 'known'] += 1
  if (before) imported.repeated.push({ line: row.line, of: before.line })
  else mentions.remember(row.line, digest, person)
  return null
}

/** Decides whether the transaction is kept, and has the rejected rows written before it is. */
async function finish({ tx, at, options, imported }: Run, list: ListFile, actor: Actor): Promise<void> {
  const { rows, added, known, rejected, encoding } = imported
  if (options.dryRun || (rejected.length > 0 && options.takeRejects === null)) return
  if (rejected.length > 0) await options.takeRejects?.(markFor(encoding) + rejectsFile(list, rejected))
  const detail = { rows, added, known, rejected: rejected.length }
  await tx.audit.append({ at, actor, action: 'import', subject: 'subscribers', detail })
  imported.written = true
}

/** A spreadsheet that wrote the list in its own encoding takes the rejects for UTF-8 only by this mark. */
function markFor({ name, hasMark }: Imported['encoding']): string {
  return name !== 'utf-8' || hasMark ? '\ufeff' : ''
}

function openList(
  { decodeList }: Pick<Context, 'decodeList'>,
  bytes: Buffer,
): { list: ListFile; encoding: Imported['encoding'] } {
  const other = otherKindOf(bytes)
  if (other)
    throw new AppError('bad-input', said('list-other-kind', { kind: other.is, advice: other.advice }))
  const { text: list, name, from } = decodeList(bytes)
  const reading = readList(list)
  if (!reading.ok) throw new AppError('bad-input', reading.reason)
  return {
    list: reading.list,
    encoding: { name, isGuess: from === 'detected' || from === 'guess', hasMark: from === 'bom' },
  }
}

type RowReading =
  { ok: true; digest: Digest; person: Extract<Checked, { ok: true }> } | ({ field: string } & Refused)

function readRow(row: ListRow, { digests, digest: standard }: ImportOptions, key: Buffer): RowReading {
  const wanted = row.field('digest').trim()
  const digest = wanted === '' ? standard : digests.find((one) => one.key === wanted)
  if (!digest) {
    const known = digests.map((one) => one.key)
    const named = clip(oneLine(wanted), 60)
    return { field: 'digest', ...refused('row-digest-unknown', { digest: named, known }) }
  }
  const person = checkSubscriber(writtenIn(row), digest, key)
  return person.ok ? { ok: true, digest, person } : person
}

const split = (field: string) => field.split(/[;|]/)

function writtenIn(row: ListRow) {
  return {
    email: row.field('email'),
    name: row.field('name'),
    topics: split(row.field('topics')),
    days: split(row.field('days')),
    hour: row.field('hour'),
    timeZone: row.field('time_zone'),
  }
}
