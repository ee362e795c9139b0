import { setImmediate as turn } from 'node:timers/promises'
import type { Row, TableShape } from '../../core/entities/rows.ts'
import { AppError } from '../../core/errors.ts'
import type { Progress } from '../../core/ports.ts'
import { said } from '../../core/said/said.ts'
import type { Repositories } from '../../store/store.ts'
import { foundBy } from '../archive/archive-stories.ts'

/** The number of rows by table. */
export type RowCounts = Record<string, number>

/** Rows per statement: about this many bytes, within the limits of a statement. */
const pageBytes = 4 * 1024 * 1024
const mostRows = 400

/**
 * Copies everything into an empty database with the same tables, each in transactions of its own, and reads each row again to verify it.
 * Throws `store-unavailable` if one differs.
 */
export async function copyDatabase(
  from: Repositories,
  to: Repositories,
  progress: Progress,
): Promise<RowCounts> {
  const known = new Map((await from.rows.tables()).map((table) => [table.name, table]))
  const counts: RowCounts = {}
  for (const table of await to.rows.tables()) {
    requireSame(table, known.get(table.name))
    counts[table.name] = await copyTable(table, from, to, progress)
  }
  await copyPictures(from, to, progress)
  await indexArchive(from, to, progress)
  await to.rows.continueNumbers()
  return counts
}

function requireSame(table: TableShape, other: TableShape | undefined): void {
  if (other?.columns.join() === table.columns.join() && other.key.join() === table.key.join()) return
  throw new AppError('store-unavailable', said('copy-tables-differ', { table: table.name }))
}

async function copyTable(
  table: TableShape,
  from: Repositories,
  to: Repositories,
  progress: Progress,
): Promise<number> {
  const total = await from.rows.count(table)
  let done = 0
  let size = 20
  for (let last: Row | null = null; ;) {
    const page: Row[] = await from.rows.after(table, last, size)
    if (page.length === 0) break
    await to.rows.add(table, page)
    await compare(table, page, to)
    last = page.at(-1) ?? null
    done += page.length
    size = nextSize(page)
    progress.step(table.name, done, total)
    await turn()
  }
  if (done !== total || done !== (await to.rows.count(table)))
    throw new AppError('store-unavailable', said('copy-rows-differ', { table: table.name, row: done }))
  return done
}

function nextSize(page: readonly Row[]): number {
  const bytes = page.flatMap((row) => Object.values(row)).map(sizeOf)
  const each = bytes.reduce((sum, size) => sum + size, 0) / page.length
  return Math.max(1, Math.min(mostRows, Math.floor(pageBytes / each)))
}

const sizeOf = (value: unknown): number =>
  typeof value === 'string' || value instanceof Uint8Array ? value.length : 8

async function compare(table: TableShape, page: readonly Row[], to: Repositories): Promise<void> {
  const keyOf = (row: Row) => JSON.stringify(table.key.map((column) => plain(row[column])))
  const written = new Map((await to.rows.like(table, page)).map((row) => [keyOf(row), row]))
  for (const row of page) {
    const other = written.get(keyOf(row))
    const isSame = table.columns.every(
      (column) => other !== undefined && plain(row[column]) === plain(other[column]),
    )
    if (!isSame)
      throw new AppError(
        'store-unavailable',
        said('copy-rows-differ', { table: table.name, row: keyOf(row) }),
      )
  }
}

/** Drivers return bytes as buffers or as plain arrays. */
function plain(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
}

async function copyPictures(from: Repositories, to: Repositories, progress: Progress): Promise<void> {
  let done = 0
  for (let page = await from.oldMedia.page(''); page.length > 0;) {
    for (const { hash } of page) {
      const bytes = await from.mediaFiles.get(hash)
      if (bytes) await to.mediaFiles.put(hash, bytes)
      done += 1
    }
    progress.step('pictures', done, done)
    page = await from.oldMedia.page(page.at(-1)?.hash ?? '')
  }
}

/** Rebuilds the search index from the archive, because each database has its own format. */
async function indexArchive(from: Repositories, to: Repositories, progress: Progress): Promise<void> {
  let done = 0
  for (let page = await from.archive.storiesAfter(0, mostRows); page.length > 0;) {
    const stories = await from.stories.byIds(page.map(({ story }) => story.storyId))
    const known = new Map(stories.map((story) => [story.id, story]))
    for (const { place, story } of page) {
      const { labels, words } = foundBy(story, known.get(story.storyId) ?? null)
      await to.archive.putWords(place, labels, words)
    }
    done += page.length
    progress.step('search index', done, done)
    await turn()
    page = await from.archive.storiesAfter(page.at(-1)?.place ?? 0, mostRows)
  }
}
