import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, copyFile, lstat, mkdir, open, readdir, rename, stat } from 'node:fs/promises'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import type { BackedUpFile } from './manifest.ts'

/** Contents of the data folder that need no backup: they are made again, or belong to a trial. */
const notKept = new Set(['compiled', 'disk-reserve', 'gallery', 'lost+found', 'mailbox', 'mails'])
const isPassing = (name: string) => /\.(part|tmp|db|db-wal|db-shm|db-journal)$/.test(name)

/**
 * The files of a data folder that belong in a backup: `secret`, keys, pictures, and folders of editors' files; paths with `/`. `without`:
 * absolute paths there that are backed up otherwise, or are backups. Links are not followed.
 */
export async function filesToKeep(dataFolder: string, without: readonly string[]): Promise<string[]> {
  const kept: string[] = []
  const left = new Set(without.map((path) => resolve(path)))
  const walk = async (folder: string, isTop: boolean): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true })
    if (!isTop && entries.some(({ name }) => name === 'backup.json')) return
    for (const entry of entries) {
      const path = join(folder, entry.name)
      if (left.has(path) || isPassing(entry.name) || (isTop && notKept.has(entry.name))) continue
      if (entry.isDirectory()) await walk(path, false)
      else if (entry.isFile()) kept.push(relative(dataFolder, path).split(sep).join(posix.sep))
    }
  }
  if (await isThere(dataFolder)) await walk(resolve(dataFolder), true)
  return kept.toSorted()
}

export async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

/** Copies a file, synced when this returns, readable by this user only. One that was deleted meanwhile is left out. */
export async function copySynced(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  try {
    await copyFile(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  await chmod(to, 0o600)
  await syncFile(to)
}

export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A file of a backup, with its size and hash, to verify it later. */
export async function described(folder: string, path: string): Promise<BackedUpFile> {
  const full = join(folder, path)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(full)) hash.update(chunk as Buffer)
  return { path, bytes: (await stat(full)).size, sha256: hash.digest('hex') }
}

/** Renames an existing file to one with this suffix. True if there was one. */
export async function putAside(file: string, suffix: string): Promise<boolean> {
  if (!(await isThere(file))) return false
  await rename(file, `${file}.${suffix}`)
  return true
}

export async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there a rename is durable without this.
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
