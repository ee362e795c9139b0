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
import { sourceInMemory } from '../../core/list-source.ts'
import type { FileRow, ListFacts, OpenedList } from '../../core/entities/imports/list-facts.ts'
import { ownColumns } from '../imports/columns/own-columns.ts'
import { readMapped, type MappedRow, type ReadAs } from '../imports/columns/read-mapped.ts'
import { openList } from '../imports/files/open-list.ts'
import { rejectsHeader, rejectsRow, type Rejected } from '../imports/files/rejects-file.ts'
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
  encoding: ListFacts['encoding']
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
  const { list, readAs } = await readList(context, bytes)
  const key = await suppressionKey(context)
  const at = context.clock.now()
  return keptIf(
    context.store,
    ({ written }: Imported) => written,
    async (tx) => {
      const imported = {
        rows: 0,
        added: 0,
        known: 0,
        repeated: [],
        rejected: [],
        written: false,
        encoding: list.facts.encoding,
      }
      const run: Run = { tx, at, key, options, mentions: new FirstMentions(), imported }
      for await (const { rows, bytesRead } of list.batches()) {
        for (const row of rows) {
          run.imported.rows += 1
          const fault = await importRow(run, row, readAs)
          if (fault) run.imported.rejected.push({ row, ...fault })
        }
        if (run.imported.rows >= 1000) context.progress.step('import', bytesRead, bytes.length)
      }
      await finish(run, { ...list.facts, columns: readAs.columns }, actor)
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
  row: FileRow,
  readAs: ReadAs,
): Promise<Fault | null> {
  const mapped = readMapped(row, readAs)
  if (!mapped.ok) return { column: mapped.field ?? 'row', reason: mapped.reason }
  const read = readRow(mapped.row, options, key)
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
async function finish(
  { tx, at, options, imported }: Run,
  list: Parameters<typeof rejectsRow>[0],
  actor: Actor,
): Promise<void> {
  const { rows, added, known, rejected, encoding } = imported
  if (options.dryRun || (rejected.length > 0 && options.takeRejects === null)) return
  if (rejected.length > 0) {
    const rows = rejected.map((one) => rejectsRow(list, one)).join('')
    await options.takeRejects?.(markFor(encoding) + rejectsHeader(list) + rows)
  }
  const detail = { rows, added, known, rejected: rejected.length }
  await tx.audit.append({ at, actor, action: 'import', subject: 'subscribers', detail })
  imported.written = true
}

/** A spreadsheet that wrote the list in its own encoding takes the rejects for UTF-8 only by this mark. */
function markFor(encoding: Imported['encoding']): string {
  return encoding?.name !== 'utf-8' || encoding.hasMark ? '\ufeff' : ''
}

async function readList(
  context: Pick<Context, 'decodeList'>,
  bytes: Buffer,
): Promise<{ list: OpenedList; readAs: ReadAs }> {
  const opening = await openList(context, sourceInMemory('', bytes))
  if (!opening.ok) throw new AppError('bad-input', saidOf(opening))
  const { facts } = opening.list
  const own = ownColumns(facts)
  if (!own.ok) throw new AppError('bad-input', saidOf(own))
  return { list: opening.list, readAs: { ...facts, columns: own.columns } }
}

type RowReading =
  { ok: true; digest: Digest; person: Extract<Checked, { ok: true }> } | ({ field: string } & Refused)

function readRow(row: MappedRow, { digests, digest: standard }: ImportOptions, key: Buffer): RowReading {
  const wanted = row.digest
  const digest = wanted === '' ? standard : digests.find((one) => one.key === wanted)
  if (!digest) {
    const known = digests.map((one) => one.key)
    const named = clip(oneLine(wanted), 60)
    return { field: 'digest', ...refused('row-digest-unknown', { digest: named, known }) }
  }
  const person = checkSubscriber(row, digest, key)
  return person.ok ? { ok: true, digest, person } : person
}
