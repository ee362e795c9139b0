import type { Actor } from '../../core/entities/actor.ts'
import { busyStates, type Import, type ImportWishes } from '../../core/entities/imports/import.ts'
import type { ImportField } from '../../core/entities/imports/import-field.ts'
import { leftOut } from '../../core/entities/imports/import-counts.ts'
import type { ListFacts } from '../../core/entities/imports/list-facts.ts'
import type { Digest } from '../../core/entities/newsroom.ts'
import { AppError } from '../../core/errors.ts'
import { requirePermission } from '../../core/permissions.ts'
import { refused, said, saidOf, type Refused, type Said } from '../../core/said/said.ts'
import { ownColumns } from './columns/own-columns.ts'
import { discardImport } from './discard-import.ts'
import type { RunDeps } from './running/run-deps.ts'
import { runImport } from './running/run-imports.ts'
import { inspectList } from './starting/inspect-list.ts'
import { setUpImport } from './starting/set-up-import.ts'
import { startImport } from './starting/start-import.ts'
import { uploadList, type Upload } from './starting/upload-list.ts'
import { leftOverRows, rejectsFile, type LeftOver } from './viewing/left-over.ts'
import type { Context } from '../context.ts'

/** How a list is imported in one call. */
export interface ImportOptions extends Omit<ImportWishes, 'takesRejects'> {
  /** For rows that name none. */
  digest: Digest
  /** The sheet of a workbook; null for the first visible one. */
  sheet: string | null
  /** The field of each column, by its name; other columns go by their names, which must be known. */
  map: ReadonlyMap<string, ImportField | null>
  /** Receives the file of rejected rows, in pieces, before the rest is imported; if null, a rejected row prevents the import. */
  takeRejects: ((pieces: AsyncIterable<string>) => Promise<void>) | null
  /** Called for each row that changes nobody. */
  report: (row: LeftOver) => void
  /** How many readers a list in mode `replace` may unsubscribe, if these are most of them. */
  confirmed: number | null
  dryRun: boolean
}

export interface Imported {
  /** Null if nothing is kept: after a dry run, or if rejected rows prevented the import. */
  id: number | null
  counts: Import['counts']
  facts: ListFacts
  /** False if new readers still have to be asked, or another process continues the import. */
  isOver: boolean
  /** Why it waits for confirmation; null if it does not. */
  unconfirmed: Said | null
}

type Deps = RunDeps & Pick<Context, 'wait'>

/**
 * Imports a list and waits for the end: checks it, writes its rejected rows, then imports the others. Nothing is imported if there are
 * rejected rows and no `takeRejects`, or if most readers would be unsubscribed and `confirmed` is not their number. Throws `bad-input` for
 * a file that is not a list, or an invalid plan.
 */
export async function importSubscribers(
  context: Deps,
  upload: Upload,
  options: ImportOptions,
  actor: Actor,
  signal: AbortSignal,
): Promise<Imported> {
  requirePermission(actor, 'change-subscribers', options.digest.id)
  const { id } = orThrow(await uploadList(context, options.digest, upload, actor))
  let isKept = false
  try {
    const facts = await plan(context, id, options, actor)
    const checked = await run(context, id, 'check', actor, signal)
    const unconfirmed = unconfirmedOf(checked, options)
    for await (const row of leftOverRows(context, checked, actor)) options.report(row)
    const { counts } = checked
    const isWhole = leftOut(counts) === 0
    if (options.dryRun || unconfirmed || (!isWhole && options.takeRejects === null))
      return { id: null, counts, facts, isOver: true, unconfirmed }
    if (!isWhole) await options.takeRejects?.(rejectsFile(context, checked, actor))
    isKept = true
    const done = await run(context, id, 'import', actor, signal, options.confirmed)
    return { id, counts: done.counts, facts, isOver: done.state === 'done', unconfirmed: null }
  } finally {
    if (!isKept) await discardImport(context, id)
  }
}

/** Throws `bad-input` for a fault that no confirmation resolves. */
function unconfirmedOf({ fault, counts }: Import, { confirmed }: ImportOptions): Said | null {
  if (fault !== null && fault.code !== 'import-ends-many') throw new AppError('bad-input', fault)
  return confirmed === counts.removed ? null : fault
}

async function plan(
  context: Deps,
  id: number,
  {
    digest: _digest,
    map,
    takeRejects,
    report: _report,
    dryRun: _dryRun,
    confirmed: _confirmed,
    ...settings
  }: ImportOptions,
  actor: Actor,
): Promise<ListFacts> {
  const one = await importById(context, id)
  const { facts } = orThrow(await inspectList(context, one, actor, settings.sheet))
  const columns = orThrow(columnsBy(facts, map))
  const all = { ...settings, columns: columns.columns, takesRejects: takeRejects !== null }
  orThrow(await setUpImport(context, one, all, actor))
  return facts
}

/** The fields of columns, as stated or else by their names. */
function columnsBy(
  facts: ListFacts,
  map: ReadonlyMap<string, ImportField | null>,
): { ok: true; columns: (ImportField | null)[] } | Refused {
  const unknown = [...map.keys()].find((name) => !facts.header.includes(name))
  if (unknown !== undefined) return refused('import-column-unknown', { column: unknown, known: facts.header })
  if (map.size > 0)
    return {
      ok: true,
      columns: facts.header.map(
        (name, at) => map.get(name) ?? (map.has(name) ? null : (facts.guessed[at] ?? null)),
      ),
    }
  const own = ownColumns(facts)
  return own.ok ? { ok: true, columns: [...own.columns] } : own
}

/** Starts and does it, or waits for the process that does. */
async function run(
  context: Deps,
  id: number,
  what: 'check' | 'import',
  actor: Actor,
  signal: AbortSignal,
  confirmed: number | null = null,
): Promise<Import> {
  orThrow(await startImport(context, await importById(context, id), what, actor, confirmed))
  for (;;) {
    const outcome = await runImport(context, id, signal)
    const one = await importById(context, id)
    if (!busyStates.some((state) => state === one.state)) return one
    if (signal.aborted) throw new AppError('busy', said('import-interrupted', { id }))
    if (outcome === 'done') return one
    await context.wait(lookEvery, signal)
  }
}

/** Milliseconds between polls of an import that another process does. */
const lookEvery = 500

async function importById({ store }: Pick<Context, 'store'>, id: number): Promise<Import> {
  const one = await store.imports.byId(id)
  if (!one) throw new AppError('not-found', said('import-unknown', { id }))
  return one
}

function orThrow<T extends { ok: true }>(result: T | Refused): T {
  if (result.ok) return result
  throw new AppError('bad-input', saidOf(result))
}
