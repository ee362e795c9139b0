import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../core/errors.ts'
import { said } from '../../core/said/said.ts'
import { byteSize } from '../../core/text/byte-size.ts'
import type { Store } from '../../store/store.ts'
import type { Context } from '../context.ts'
import { databaseName, filesToRestore, type Manifest } from './manifest.ts'

/** Bytes to be written to a folder, which need not exist yet. */
export interface Need {
  folder: string
  bytes: number
}

const sqliteUrl = 'sqlite:'

const fileFolder = (databaseUrl: string): string | null =>
  databaseUrl.startsWith(sqliteUrl) ? dirname(databaseUrl.slice(sqliteUrl.length)) : null

/**
 * Throws `store-unavailable` if a volume has less free space than will be written to it. One that does not report its space counts as large
 * enough.
 */
export function requireFree({ disk }: Pick<Context, 'disk'>, needs: readonly Need[]): void {
  const volumes = new Map<number, Need & { free: number }>()
  for (const { folder, bytes } of needs) {
    const volume = disk.volume(folder)
    if (!volume) continue
    const before = volumes.get(volume.id)
    volumes.set(volume.id, {
      folder: before?.folder ?? folder,
      bytes: bytes + (before?.bytes ?? 0),
      free: volume.free,
    })
  }
  for (const { folder, bytes, free } of volumes.values())
    if (bytes > free)
      throw new AppError(
        'store-unavailable',
        said('copy-no-space', { needed: byteSize(bytes), free: byteSize(free), folder }),
      )
}

/** Bytes of the database in a backup. */
export const databaseBytes = ({ files }: Manifest): number =>
  files.find(({ path }) => path === databaseName)?.bytes ?? 0

/**
 * The space for a restore: a copy of the database in the data folder, where it is migrated; then, for SQLite, the file itself; and files
 * that do not exist in the same size. The disk of a PostgreSQL server cannot be seen from here.
 */
export async function neededToRestore(
  manifest: Manifest,
  { databaseUrl, dataFolder }: { databaseUrl: string; dataFolder: string },
): Promise<Need[]> {
  const folder = fileFolder(databaseUrl)
  let files = 0
  for (const { target, bytes } of filesToRestore(manifest, folder !== null)) {
    const there = await stat(join(dataFolder, target)).catch(() => null)
    if (there?.size !== bytes) files += bytes
  }
  const database = databaseBytes(manifest)
  return [
    { folder: dataFolder, bytes: database + files },
    ...(folder === null ? [] : [{ folder, bytes: database }]),
  ]
}

/**
 * The space for a move into a SQLite file: its log contains all of it before the file does. PostgreSQL takes more than twice the space of
 * SQLite for the same data. None for a move to a PostgreSQL server, whose disk cannot be seen from here.
 */
export async function neededToMove(from: Pick<Store, 'backend' | 'size'>, toUrl: string): Promise<Need[]> {
  const folder = fileFolder(toUrl)
  if (folder === null) return []
  const bytes = await from.size()
  return [{ folder, bytes: from.backend === 'sqlite' ? 2 * bytes : bytes }]
}
