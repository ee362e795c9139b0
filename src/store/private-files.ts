import { chmodSync, lstatSync, readdirSync, realpathSync, type Stats } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'

/** Something of Daywire's that could not be closed to others on this machine, or is not this user's. */
export interface Exposed {
  path: string
  /**
   * `other-owner`: another user's; `shared`: a folder that others have a part in; `refused`: its mode could not be set;
   * `elsewhere`: a database outside of the data folder.
   */
  why: 'other-owner' | 'shared' | 'refused' | 'elsewhere'
  /** Others can read or change it, or look into it. */
  isOpen: boolean
}

export interface PrivatePlaces {
  /** Absolute; it need not be there. */
  dataFolder: string
  /** Absolute path of a SQLite database; null for another. */
  database: string | null
}

const ofOthers = 0o077
const sticky = 0o1000
const partsOfDatabase = ['', '-wal', '-shm', '-journal']
const folders = ['dkim', 'mailbox', 'mails', 'media']
/** What a file system has at its top. */
const ofNobody = 'lost+found'

const isOpen = (stats: Stats) => (stats.mode & ofOthers) !== 0

function look(path: string): Stats | null {
  try {
    return lstatSync(path)
  } catch {
    // It went away meanwhile, or never was there.
    return null
  }
}

/**
 * Takes from others on this machine what they may do with the database, `secret`, keys, e-mails and pictures in the data
 * folder, and with the folder itself: 0600, 0700. Other files there are left as they are, and so is what belongs to
 * another user or lies behind a symbolic link; a folder that others have a part in stays open to them. Gives what was
 * closed, and what others may still reach or own. Does nothing on Windows, which has no such modes.
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
  /** A folder comes after what is in it, so that one that was left half done is taken up again. */
  const closeAll = (path: string, looksInside: boolean): void => {
    const stats = look(path)
    if (stats === null || stats.isSymbolicLink()) return
    // Nobody else reaches what is in a folder that was closed before.
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
    // Never by an open file: to close one would take SQLite's locks on it from this process.
    chmodSync(path, mode & 0o7777 & ~ofOthers)
  } catch {
    // Gone is as good as closed; else its mode says below that it was refused.
  }
  // Some file systems take a mode and keep none.
  const now = look(path)
  return now === null || !isOpen(now)
}

/** The folder of a database, without symbolic links; null where there is none. */
function folderOf(database: string | null): string | null {
  return database === null || look(dirname(database)) === null ? null : realpathSync(dirname(database))
}

const isWithin = (path: string, folder: string) => `${path}${sep}`.startsWith(`${folder}${sep}`)

function databaseWithin(top: string, database: string | null): string[] {
  const folder = folderOf(database)
  if (database === null || folder === null || !isWithin(folder, top)) return []
  return partsOfDatabase.map((part) => join(folder, basename(database) + part))
}

/** A database outside of the data folder lies where its user put it: its mode is told, and left. */
function openElsewhere(top: string, database: string | null): Exposed[] {
  const folder = folderOf(database)
  if (database === null || folder === null || isWithin(folder, top)) return []
  const [file, around] = [look(database), look(folder)]
  const isReached = file !== null && around !== null && isOpen(file) && isOpen(around)
  return isReached ? [{ path: database, why: 'elsewhere', isOpen: true }] : []
}

/** Whether others would lose more than Daywire's files: a folder for all, of several users, or with the work under way in it. */
function isShared(top: string, { mode }: Stats, uid: number): boolean {
  if ((mode & sticky) !== 0 || isWithin(process.cwd(), top)) return true
  return namesIn(top).some((name) => name !== ofNobody && look(join(top, name))?.uid !== uid)
}
