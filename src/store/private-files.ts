import { chmodSync, lstatSync, readdirSync, realpathSync, type Stats } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'

/** A file or folder of Daywire that could not be closed to other users of this machine, or has another owner. */
export interface Exposed {
  path: string
  /**
   * `other-owner`: belongs to another user; `shared`: a folder that others use, too; `refused`: its mode could not be set; `elsewhere`: a
   * database outside of the data folder.
   */
  why: 'other-owner' | 'shared' | 'refused' | 'elsewhere'
  /** Others can read, change or list it. */
  isOpen: boolean
}

export interface PrivatePlaces {
  /** Absolute; need not exist. */
  dataFolder: string
  /** Absolute path of a SQLite database; null for another. */
  database: string | null
}

const ofOthers = 0o077
const sticky = 0o1000
const partsOfDatabase = ['', '-wal', '-shm', '-journal']
const folders = ['dkim', 'mailbox', 'mails', 'media']
/** Created by the file system itself. */
const ofNobody = 'lost+found'

const isOpen = (stats: Stats) => (stats.mode & ofOthers) !== 0

function look(path: string): Stats | null {
  try {
    return lstatSync(path)
  } catch {
    // Deleted meanwhile, or never existed.
    return null
  }
}

/**
 * Removes other users' access to the database, `secret`, keys, e-mails and pictures in the data folder, and to the folder itself: 0600,
 * 0700. Other files there are unchanged, and so is what belongs to another user or is behind a symbolic link; a folder that others use
 * stays open to them. Returns what was closed, and what others can still access or own. Does nothing on Windows, which has no such modes.
 */
export function closeToOthers({ dataFolder, database }: PrivatePlaces): {
  closed: string[]
  exposed: Exposed[]
} {
  const uid = process.getuid?.()
  const closed: string[] = []
  const exposed: Exposed[] = []
  if (uid === undefined || look(dataFolder) === null) return { closed, exposed }
  const top = realpathSync(dataFolder)

  const close = (path: string, stats: Stats): void => {
    if (stats.uid !== uid) exposed.push({ path, why: 'other-owner', isOpen: isOpen(stats) })
    else if (isOpen(stats) && takeFromOthers(path, stats)) closed.push(path)
    else if (isOpen(stats)) exposed.push({ path, why: 'refused', isOpen: true })
  }
  /** A folder comes after its contents, so that an interrupted run is repeated. */
  const closeAll = (path: string, looksInside: boolean): void => {
    const stats = look(path)
    if (stats === null || stats.isSymbolicLink()) return
    // Nobody else can access the contents of a folder that is already closed.
    if (stats.isDirectory() && stats.uid === uid && (looksInside || isOpen(stats)))
      for (const name of namesIn(path)) closeAll(join(path, name), isOpen(stats))
    close(path, stats)
  }

  for (const path of databaseWithin(top, database)) closeAll(path, false)
  exposed.push(...openElsewhere(top, database))
  closeAll(join(top, 'secret'), false)
  for (const name of folders) closeAll(join(top, name), true)
  const stats = lstatSync(top)
  if (stats.uid === uid && isOpen(stats) && isShared(top, stats, uid))
    exposed.push({ path: top, why: 'shared', isOpen: true })
  else close(top, stats)
  return { closed, exposed }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function takeFromOthers(path: string, { mode }: Stats): boolean {
  try {
    // Never through an open file: closing it would release this process's SQLite locks on it.
    chmodSync(path, mode & 0o7777 & ~ofOthers)
  } catch {
    // A missing file is fine; otherwise the check below reports the mode as refused.
  }
  // Some file systems accept a mode but do not store it.
  const now = look(path)
  return now === null || !isOpen(now)
}

/** The folder of a database, with symbolic links resolved; null if there is none. */
function folderOf(database: string | null): string | null {
  return database === null || look(dirname(database)) === null ? null : realpathSync(dirname(database))
}

const isWithin = (path: string, folder: string) => `${path}${sep}`.startsWith(`${folder}${sep}`)

function databaseWithin(top: string, database: string | null): string[] {
  const folder = folderOf(database)
  if (database === null || folder === null || !isWithin(folder, top)) return []
  return partsOfDatabase.map((part) => join(folder, basename(database) + part))
}

/** A database outside of the data folder was put there by its user: its mode is reported, not changed. */
function openElsewhere(top: string, database: string | null): Exposed[] {
  const folder = folderOf(database)
  if (database === null || folder === null || isWithin(folder, top)) return []
  const [file, around] = [look(database), look(folder)]
  const isReached = file !== null && around !== null && isOpen(file) && isOpen(around)
  return isReached ? [{ path: database, why: 'elsewhere', isOpen: true }] : []
}

/**
 * Whether closing the folder would affect more than Daywire's files: a folder for everybody, of several users, or the working directory.
 */
function isShared(top: string, { mode }: Stats, uid: number): boolean {
  if ((mode & sticky) !== 0 || isWithin(process.cwd(), top)) return true
  return namesIn(top).some((name) => name !== ofNobody && look(join(top, name))?.uid !== uid)
}
