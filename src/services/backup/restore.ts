import { chmod, copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { actorText, systemActor } from '../../core/entities/actor.ts'
import { said } from '../../core/said/said.ts'
import type { Repositories, Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { readWhole, type OpenStore } from './backup.ts'
import { copyDatabase, type RowCounts } from './copy-database.ts'
import { copySynced, described, isThere, putAside, syncFile, syncFolder } from './files.ts'
import { databaseName, filesName, filesToRestore, readManifest, type Manifest } from './manifest.ts'
import { putRestored } from './restored.ts'
import { databaseBytes, neededToRestore, requireFree } from './space-needed.ts'
import { clearUnused, requireUnused } from './unused.ts'

export type RestoreDeps = Pick<Context, 'clock' | 'progress' | 'disk'> & { openStore: OpenStore }

export interface RestorePlaces {
  databaseUrl: string
  /** Absolute. */
  dataFolder: string
}

const sqliteUrl = 'sqlite:'

/**
 * Reads a whole backup and changes nothing. Throws if it is incomplete or damaged, naming the part, and `store-unavailable` if there is not
 * enough space for its copy.
 */
export async function checkBackup(
  deps: RestoreDeps,
  backup: string,
  workFolder: string,
): Promise<{ manifest: Manifest; tables: RowCounts }> {
  const manifest = await readManifest(backup)
  requireFree(deps, [{ folder: workFolder, bytes: databaseBytes(manifest) }])
  const tables = await withCopy(deps, backup, manifest, workFolder, readWhole)
  return { manifest, tables }
}

/**
 * Restores a backup into an unused database and data folder, with sending paused. The database is unchanged until the last step; existing
 * files are renamed and kept. Throws `conflict` if either is in use, and `store-unavailable` if there is not enough space.
 */
export async function restoreBackup(
  deps: RestoreDeps,
  backup: string,
  places: RestorePlaces,
): Promise<{ manifest: Manifest; aside: string[] }> {
  const manifest = await readManifest(backup)
  requireFree(deps, await neededToRestore(manifest, places))
  const target = deps.openStore(places.databaseUrl, join(places.dataFolder, 'media'))
  try {
    await target.prepare('create')
    await requireUnused(target)
    return await withCopy(deps, backup, manifest, places.dataFolder, async (copy) => {
      const aside = await restoreFiles(deps, backup, places, manifest)
      await copy.transaction((tx) => markRestored(deps, tx, manifest))
      await (target.backend === 'sqlite' ? replaceFile(copy, target, places) : copyInto(copy, target, deps))
      return { manifest, aside }
    })
  } finally {
    await target.close()
  }
}

async function withCopy<T>(
  { openStore, progress }: RestoreDeps,
  backup: string,
  manifest: Manifest,
  workFolder: string,
  work: (copy: Store) => Promise<T>,
): Promise<T> {
  await mkdir(workFolder, { recursive: true, mode: 0o700 })
  await requireSameFiles(backup, manifest, progress)
  const folder = await mkdtemp(join(workFolder, 'restore-'))
  try {
    const file = join(folder, databaseName)
    await copyFile(join(backup, databaseName), file)
    const copy = openStore(`${sqliteUrl}${file}`, join(backup, filesName, 'media'))
    try {
      await copy.migrate()
      return await work(copy)
    } finally {
      await copy.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function requireSameFiles(
  backup: string,
  { files }: Manifest,
  progress: Context['progress'],
): Promise<void> {
  const damaged: string[] = []
  for (const [at, file] of files.entries()) {
    const now = await described(backup, file.path).catch(() => null)
    if (now?.sha256 !== file.sha256) damaged.push(file.path)
    progress.step('checking files', at + 1, files.length)
  }
  if (damaged.length > 0)
    throw new AppError('bad-input', said('backup-files-damaged', { count: damaged.length }), {
      details: damaged.slice(0, 20),
    })
}

/** Returns the files that were renamed. */
async function restoreFiles(
  { clock, progress }: RestoreDeps,
  backup: string,
  { databaseUrl, dataFolder }: RestorePlaces,
  manifest: Manifest,
): Promise<string[]> {
  const suffix = asideSuffix(clock)
  const own = filesToRestore(manifest, databaseUrl.startsWith(sqliteUrl))
  const aside: string[] = []
  for (const [at, { path, target, sha256 }] of own.entries()) {
    const file = join(dataFolder, target)
    const there = (await isThere(file)) ? await described(dataFolder, target) : null
    if (there?.sha256 !== sha256) {
      if (await putAside(file, suffix)) aside.push(`${file}.${suffix}`)
      await copySynced(join(backup, path), file)
    }
    progress.step('files', at + 1, own.length)
  }
  return aside
}

const asideSuffix = (clock: Context['clock']): string =>
  `before-restore-${clock.now().round('second').toString().replaceAll(':', '-')}`

async function markRestored({ clock }: RestoreDeps, tx: Repositories, { madeAt }: Manifest): Promise<void> {
  const at = clock.now()
  await putRestored(tx, { madeAt, at })
  await tx.sendingSettings.liftPause()
  const reason = said('restored-pause', { madeAt: madeAt.toString() })
  await tx.sendingSettings.putPause({ reason, by: actorText(systemActor), at })
}

async function copyInto(copy: Store, target: Store, { progress }: RestoreDeps): Promise<void> {
  await target.transaction(async (to) => {
    await requireUnused(to)
    await clearUnused(to)
    await copyDatabase(copy, to, progress)
  })
}

/** The file replaces the unused one in one step. */
async function replaceFile(copy: Store, target: Store, { databaseUrl }: RestorePlaces): Promise<void> {
  const file = databaseUrl.slice(sqliteUrl.length)
  const part = `${file}.restored`
  await rm(part, { force: true })
  await copy.copyTo(part)
  await chmod(part, 0o600)
  await syncFile(part)
  await target.close()
  // The last connection to close deletes this file.
  if (await isThere(`${file}-wal`)) {
    await rm(part, { force: true })
    throw new AppError('conflict', said('restore-database-open', { file }))
  }
  await rename(part, file)
  await syncFolder(dirname(file))
}
