import { noCounts, plus } from '../../../core/entities/imports/import-counts.ts'
import type { Import, ImportCounts } from '../../../core/entities/imports/import.ts'
import type { ImportRow } from '../../../core/entities/imports/import-row.ts'
import { AppError } from '../../../core/errors.ts'
import { said, saidOf } from '../../../core/said/said.ts'
import { suppressionKey } from '../../subscribers/suppression-key.ts'
import { openList } from '../files/open-list.ts'
import { sourceOf } from '../list-source.ts'
import { RowReader } from '../rows/row-reader.ts'
import { SortedRun } from '../rows/sorted-run.ts'
import { BackgroundWork } from './background-work.ts'
import type { Held } from './held.ts'
import { turn } from './pause.ts'
import type { RunDeps } from './run-deps.ts'

/** Rows sorted at a time: the more, the faster they are merged. They take about 8 MB. */
const runRows = 20_000
/** Rows written per transaction, and rows passed on at once. */
const [stretchRows, handedRows] = [4000, 500]

/** Reads the file and stores its rows; a truncated file fails, as it would each time. */
export async function stage(context: RunDeps, held: Held, signal: AbortSignal): Promise<void> {
  try {
    await stageRows(context, held, signal)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'bad-input') throw error
    await fail(held, error.says)
  }
}

/**
 * After a kill, the file is read from its beginning to detect repeated people, and only the rows that are not stored yet are added.
 * PostgreSQL stores the rows of one run while the next is read.
 */
async function stageRows(context: RunDeps, held: Held, signal: AbortSignal): Promise<void> {
  const opening = await openList(context, sourceOf(context, held.one), held.one.facts)
  if (!opening.ok) return fail(held, saidOf(opening))
  const reader = await rowReader(context, held.one)
  if (!reader) return fail(held, said('import-gone-on'))
  const address = held.one.columns?.indexOf('email') ?? -1
  const { store } = context
  const runs = Array.from({ length: store.backend === 'postgres' ? 2 : 1 }, () => new SortedRun(runRows))
  const keeping = new BackgroundWork(runs.length - 1)
  let [before, at] = [0, 0]
  try {
    for await (const { rows, bytesRead } of opening.list.batches()) {
      for (const row of rows) {
        const run = runs[at % runs.length] as SortedRun
        const made = reader.read(row)
        run.push(row.fields[address] ?? '', made.outcome, store.importRows.pack(made))
        if (run.length < runRows) continue
        const reached = { before, bytesRead }
        await keeping.start(() => keep(context, held, run, reached, signal))
        before += runRows
        at += 1
      }
      if (signal.aborted) return
    }
    const last = runs[at % runs.length] as SortedRun
    await keeping.start(() => keep(context, held, last, { before, bytesRead: held.one.bytes }, signal))
  } finally {
    await keeping.end()
  }
  if (!signal.aborted) await goOn(held)
}

/** Stores the rows of a run that are not stored yet, and clears the run. `before`: how many rows preceded it. */
async function keep(
  context: RunDeps,
  held: Held,
  run: SortedRun,
  { before, bytesRead }: { before: number; bytesRead: number },
  signal: AbortSignal,
): Promise<void> {
  run.sort()
  for (let at = Math.max(0, held.one.cursor - before); at < run.length; at += stretchRows) {
    if (signal.aborted) return
    const end = Math.min(at + stretchRows, run.length)
    await held.stretch(async ({ importRows }) => {
      let { counts } = held.one
      for (let from = at; from < end; from += handedRows) {
        const rows = run.rows(from, Math.min(from + handedRows, end))
        const packed = rows.map((row) => row.packed)
        await importRows.add(held.one.id, before + from + 1, packed)
        counts = plus(counts, countsOf(rows))
      }
      return { bytesRead, cursor: before + end, counts }
    })
    context.progress.step('read', bytesRead, held.one.bytes)
    await turn()
  }
  run.clear()
}

async function fail(held: Held, fault: NonNullable<Import['fault']>): Promise<void> {
  await held.stretch(async (tx) => {
    await tx.importChunks.delete(held.one.id)
    return { state: 'failed', fault }
  })
}

async function rowReader(context: RunDeps, one: Import): Promise<RowReader | null> {
  const digests = (await context.store.digests.list()).filter(({ id }) => one.settings.digests.includes(id))
  const standard = digests.find(({ id }) => id === one.digestId)
  return standard ? new RowReader(one, digests, standard, await suppressionKey(context)) : null
}

function countsOf(rows: readonly Pick<ImportRow, 'outcome'>[]): Partial<ImportCounts> {
  const repeated = rows.filter(({ outcome }) => outcome === 'repeated').length
  const rejected = rows.filter(({ outcome }) => outcome === 'rejected').length
  return { rows: rows.length, repeated, known: repeated, rejected }
}

/** The file is no longer needed if all of its rows will be merged; after a check it may have to be read again. */
async function goOn(held: Held): Promise<void> {
  const { one } = held
  const { takesRejects, mode } = one.settings
  const isJudged = !one.isToMerge || !takesRejects || mode === 'replace'
  await held.stretch(async (tx) => {
    if (!isJudged) await tx.importChunks.delete(one.id)
    return { state: isJudged ? 'judging' : 'merging', cursor: 0 }
  })
}

/** The counts that are known once all rows are stored, before any is compared with existing readers. */
export const stagedCounts = ({ rows, repeated, rejected }: ImportCounts): ImportCounts => ({
  ...noCounts,
  rows,
  repeated,
  known: repeated,
  rejected,
})
