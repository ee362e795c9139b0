import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import { byteSize } from '../../core/text/byte-size.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { copyDatabase, type RowCounts } from './copy-database.ts'
import { copySynced, described, filesToKeep, isThere, syncFile, syncFolder } from './files.ts'
import { databaseName, filesName, writeManifest, type BackedUpFile, type Manifest } from './manifest.ts'

/** Opens a database without changing it. */
export type OpenStore = (databaseUrl: string, mediaFolder: string) => Store

export interface BackupPlaces {
  databaseUrl: string
  /** Absolute. */
  dataFolder: string
  /** The folder that contains all backups, each in a folder of its own. */
  folder: string
}

export type BackupDeps = Pick<Context, 'store' | 'clock' | 'progress' | 'disk'> & {
  openStore: OpenStore
  version: string
}

export interface Backup {
  path: string
  manifest: Manifest
}

/**
 * Writes a backup while the service runs: the database as of one moment, then the files; each is read again to verify it. It gets its name
 * only once it is complete. Throws `store-unavailable` if there is not enough space, or if the copy differs from the original.
 */
export async function makeBackup(deps: BackupDeps, places: BackupPlaces): Promise<Backup> {
  const madeAt = deps.clock.now().round('second')
  const path = join(places.folder, `daywire-${madeAt.toString().replaceAll(':', '-')}`)
  if (await isThere(path)) throw new AppError('conflict', said('backup-is-there', { path }))
  await requireSpaceFor(deps, places)
  const part = `${path}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true, mode: 0o700 })
  try {
    const manifest = { format: 1 as const, madeAt, version: deps.version, backend: deps.store.backend }
    const tables = await writeDatabase(deps, part)
    const files = await writeFiles(deps, places, part)
    const whole = { ...manifest, tables, files: [await described(part, databaseName), ...files] }
    await writeManifest(part, whole)
    await syncFolder(part)
    await rename(part, path)
    await syncFolder(places.folder)
    return { path, manifest: whole }
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

async function requireSpaceFor({ store, disk }: BackupDeps, places: BackupPlaces): Promise<void> {
  const spare = disk.spare(places.folder)
  if (spare === null) return
  let needed = await store.size()
  for (const path of await keptFiles(store, places))
    needed += await lstat(join(places.dataFolder, path)).then(
      ({ size }) => size,
      () => 0,
    )
  if (needed <= spare) return
  const figures = { needed: byteSize(needed), free: byteSize(spare), folder: places.folder }
  throw new AppError('store-unavailable', said('backup-no-space', figures))
}

async function writeDatabase({ store, openStore, progress }: BackupDeps, part: string): Promise<RowCounts> {
  const file = join(part, databaseName)
  await writeFile(file, '', { mode: 0o600 })
  if (store.backend === 'sqlite') await store.copyTo(file)
  const copy = openStore(`sqlite:${file}`, join(part, filesName, 'media'))
  try {
    if (store.backend === 'postgres') {
      await copy.migrate()
      await store.snapshot((from) => copy.transaction((to) => copyDatabase(from, to, progress)), {
        isHeld: false,
      })
    }
    return await readWhole(copy)
  } finally {
    await copy.close()
    await syncFile(file)
  }
}

/** Reads a whole database; returns the rows of each table. Throws `store-unavailable` if it is damaged. */
export async function readWhole(store: Store): Promise<RowCounts> {
  const damages = await store.damages()
  if (damages.length > 0)
    throw new AppError('store-unavailable', said('backup-damaged'), { details: damages.slice(0, 20) })
  const counts: RowCounts = {}
  for (const table of await store.rows.tables()) counts[table.name] = await store.rows.count(table)
  return counts
}

/** Their paths below the data folder. */
function keptFiles({ backend }: Store, { folder, dataFolder }: BackupPlaces): Promise<string[]> {
  const without = [folder, ...(backend === 'postgres' ? [join(dataFolder, 'media')] : [])]
  return filesToKeep(dataFolder, without)
}

async function writeFiles(
  { store, progress }: BackupDeps,
  places: BackupPlaces,
  part: string,
): Promise<BackedUpFile[]> {
  const { dataFolder } = places
  const kept = await keptFiles(store, places)
  for (const [at, path] of kept.entries()) {
    await copySynced(join(dataFolder, path), join(part, filesName, path))
    progress.step('files', at + 1, kept.length)
  }
  const written: BackedUpFile[] = []
  for (const path of await filesToKeep(join(part, filesName), []))
    written.push(await described(part, `${filesName}/${path}`))
  return written
}
